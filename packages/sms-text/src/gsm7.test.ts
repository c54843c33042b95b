import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { decode, decodeGsm7, encodeGsm7, packSeptets, unpackSeptets } from './index.ts'

// The same cases in every run.
fc.configureGlobal({ seed: 20100127 })

const septets = fc.uint8Array({ max: 0x7f, maxLength: 400 })

describe('GSM 03.38', () => {
  test.each([
    ['@', [0x00]],
    ['Δ', [0x10]],
    ['Ç', [0x09]],
    [' ', [0x20]],
    ['¡', [0x40]],
    ['Ä', [0x5b]],
    ['§', [0x5f]],
    ['¿', [0x60]],
    ['à', [0x7f]],
    ['\f', [0x1b, 0x0a]],
    ['^', [0x1b, 0x14]],
    ['{', [0x1b, 0x28]],
    ['}', [0x1b, 0x29]],
    ['\\', [0x1b, 0x2f]],
    ['[', [0x1b, 0x3c]],
    ['~', [0x1b, 0x3d]],
    [']', [0x1b, 0x3e]],
    ['|', [0x1b, 0x40]],
    ['€', [0x1b, 0x65]],
  ])('writes %j as the standard says, and reads it', (char, bytes) => {
    expect(encodeGsm7(char)).toEqual(Uint8Array.from(bytes))
    expect(decodeGsm7(Uint8Array.from(bytes))).toBe(char)
  })

  test.each(['ą', '„', '–', '`', 'ç', '\t', '\0', '🙂'])('does not have %j', (char) => {
    expect(encodeGsm7(char)).toBeUndefined()
  })

  test.each([
    [[0x41, 0x1b], 'A '],
    [[0x1b, 0x41], 'A'],
    [[0x1b, 0x1b, 0x41], ' A'],
    [[0xc1], 'A'],
  ])('reads the odd bytes %j as %j', (bytes, text) => {
    expect(decodeGsm7(Uint8Array.from(bytes))).toBe(text)
  })

  it('packs as the example of every textbook', () => {
    const packed = packSeptets(encodeGsm7('hellohello') ?? new Uint8Array())
    expect(packed).toEqual(Uint8Array.from([0xe8, 0x32, 0x9b, 0xfd, 0x46, 0x97, 0xd9, 0xec, 0x37]))
  })

  it('unpacks what it packed, with any fill bits', () => {
    fc.assert(
      fc.property(septets, fc.integer({ min: 0, max: 6 }), (bytes, fill) => {
        expect(unpackSeptets(packSeptets(bytes, fill), bytes.length, fill)).toEqual(bytes)
      }),
    )
  })

  it('never invents septets that the octets do not hold', () => {
    expect(unpackSeptets(Uint8Array.of(0xff), 160)).toHaveLength(1)
    expect(unpackSeptets(new Uint8Array(), 5, 1)).toHaveLength(0)
  })
})

describe('an incoming text', () => {
  test.each([
    ['ucs2', [0x01, 0x42, 0, 0, 0, 0x61], 'ła'],
    ['ucs2', [0xd8, 0x3d, 0, 0x61], '\ufffda'],
    ['ucs2', [0, 0x61, 0x01], 'a\ufffd'],
    ['latin1', [0xf3, 0x00, 0x80], 'ó\u0080'],
    ['binary', [0x06, 0xfa], '06fa'],
    ['gsm7', [0x00], '@'],
  ] as const)('in %s, bytes %j, reads %j', (coding, bytes, text) => {
    expect(decode(coding, Uint8Array.from(bytes))).toBe(text)
  })

  it('is well-formed and without NUL, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('gsm7', 'ucs2', 'latin1', 'binary'),
        fc.uint8Array({ maxLength: 300 }),
        (coding, bytes) => {
          const text = decode(coding, bytes)
          expect(text.isWellFormed() && !text.includes('\0')).toBe(true)
        },
      ),
    )
  })
})
