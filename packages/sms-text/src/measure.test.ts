import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { cost, decode, measure, split } from './index.ts'

// The same cases in every run.
fc.configureGlobal({ seed: 20100127 })

const POLISH = Array.from('ąćęłńóśźżĄĆĘŁŃÓŚŹŻ')
const EXTENSION = Array.from('^{}\\[~]|€\f')

/** Any UTF-16, with the characters that make parts uneven more often than chance would. */
const anyText = fc
  .array(
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('€', '[', 'a'.repeat(60), '🙂', '\ud83d', 'ł', '\ufeff')),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(''))
const gsmText = fc.string({
  unit: fc.constantFrom(...Array.from('aą€[ @\n{}').filter((c) => c !== 'ą')),
  maxLength: 700,
})

describe('what a text costs', () => {
  test.each(POLISH)('the letter %s makes the whole text UCS-2', (letter) => {
    expect(measure(`Dom ${letter}x nowy`)).toEqual({
      encoding: 'ucs2',
      units: 11,
      parts: 1,
      perPart: 70,
      firstCostly: { char: letter, index: 4, word: `${letter}x` },
    })
  })

  test.each(EXTENSION)('the character %j counts two septets', (char) => {
    expect(measure(`${char}a`)).toEqual({ encoding: 'gsm7', units: 3, parts: 1, perPart: 160 })
  })

  test.each([
    ['a', 0, 1, 160],
    ['a', 160, 1, 160],
    ['a', 161, 2, 153],
    ['a', 306, 2, 153],
    ['a', 307, 3, 153],
    ['a', 1530, 10, 153],
    ['a', 1531, 11, 153],
    ['ł', 70, 1, 70],
    ['ł', 71, 2, 67],
    ['ł', 134, 2, 67],
    ['ł', 135, 3, 67],
    ['ł', 670, 10, 67],
  ] as const)('%s × %i is %i parts of %i', (char, count, parts, perPart) => {
    expect(measure(char.repeat(count))).toMatchObject({ parts, perPart, units: count })
  })

  it('names the first costly character and its word, an emoji as a whole', () => {
    expect(measure('Zebranie w sobotę 🙂').firstCostly).toEqual({ char: 'ę', index: 16, word: 'sobotę' })
    expect(measure('Zapraszamy 🙂!').firstCostly).toEqual({ char: '🙂', index: 11, word: '🙂!' })
  })

  it('needs one part more where an escape pair would be cut', () => {
    const text = 'a'.repeat(152) + '€' + 'a'.repeat(152)
    expect(measure(text)).toMatchObject({ units: 306, parts: 3 })
    expect(split(text).parts.map((part) => part.length)).toEqual([152, 153, 1])
  })

  it('moves an emoji at the cut to the next part', () => {
    const text = 'ł'.repeat(66) + '🙂' + 'ł'.repeat(10)
    expect(split(text).parts.map((part) => part.length / 2)).toEqual([66, 12])
  })

  it('is an integer number of ten-thousandths', () => {
    expect(cost('ł'.repeat(71), { perPart: 765, currency: 'PLN' })).toEqual({ parts: 2, amount: 1530 })
  })
})

describe('the parts', () => {
  it('are as many as measured, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, gsmText), (text) => {
        expect(split(text).parts).toHaveLength(measure(text).parts)
        expect(split(text).encoding).toBe(measure(text).encoding)
      }),
    )
  })

  it('decode to the text again, each alone', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, gsmText), fc.boolean(), (raw, forced) => {
        const text = raw.toWellFormed().replaceAll('\0', '')
        const { encoding, parts } = forced ? split(text, 'ucs2') : split(text)
        expect(parts.map((part) => decode(encoding, part)).join('')).toBe(text)
      }),
    )
  })

  it('fit into a user data field with its header', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, gsmText), (text) => {
        const { encoding, parts } = split(text)
        const limit = { gsm7: parts.length === 1 ? 160 : 153, ucs2: parts.length === 1 ? 140 : 134 }[encoding]
        for (const part of parts) expect(part.length).toBeLessThanOrEqual(limit)
      }),
    )
  })

  it('are refused, not damaged, when GSM is forced on what it cannot write', () => {
    expect(() => split('łąka', 'gsm7')).toThrow(RangeError)
  })
})
