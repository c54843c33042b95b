import fc from 'fast-check'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { expect, it } from 'vitest'
import { toE164 } from './to-e164.ts'

it.each([
  '600100200',
  '600 100 200',
  '600-100-200',
  '600.100.200',
  '(600) 100 200',
  '48600100200',
  '+48600100200',
  '+48 600 100 200',
  '0048 600 100 200',
  '+48 (0) 600 100 200',
  '0600100200',
  'tel. 600 100 200',
  '\u202a+48 600\u00a0100\u00a0200\u202c',
  '６００１００２００',
])('a mobile number as people write it: %s', (raw) => {
  expect(toE164(raw)).toEqual({ e164: '+48600100200' })
})

it.each([
  ['', 'empty'],
  ['  ', 'empty'],
  ['6001002', 'too-short'],
  ['60010020011', 'not-a-number'],
  ['4.86E+10', 'not-a-number'],
  ['brak', 'not-a-number'],
  ['600100200 lub 600100201', 'not-a-number'],
  ['600100200/601', 'not-a-number'],
  ['22 123 45 67', 'fixed-line'],
  ['+48 700 123 456', 'premium'],
  ['+49 1511 2345678', 'foreign'],
])('%j is refused: %s', (raw, refused) => {
  expect(toE164(raw)).toEqual({ refused })
})

it('a channel’s policy lets in what it names, and nothing else', () => {
  expect(toE164('22 123 45 67', { fixedLine: true })).toEqual({ e164: '+48221234567' })
  expect(toE164('+49 1511 2345678', { foreign: true })).toEqual({ e164: '+4915112345678' })
  expect(toE164('+48 700 123 456', { premium: true })).toEqual({ e164: '+48700123456' })
  expect(toE164('+48 700 123 456', { foreign: true, fixedLine: true })).toEqual({ refused: 'premium' })
})

it('the fast way to know a Polish mobile number agrees with the library', () => {
  fc.assert(
    fc.property(fc.integer({ min: 100_000_000, max: 999_999_999 }), (local) => {
      const number = parsePhoneNumberFromString(`+48${local}`)
      const mobile = number?.isValid() === true && number.getType() === 'MOBILE'
      expect('e164' in toE164(String(local))).toBe(mobile)
    }),
    { numRuns: 5_000 },
  )
})

it('one block of numbers says nothing about its neighbour', () => {
  // 10,000 numbers share a decision: each block is asked for at both of its ends.
  for (let block = 10_000; block < 100_000; block += 37) {
    const ends = [`${block}0000`, `${block}9999`]
    const mobile = ends.map((local) => parsePhoneNumberFromString(`+48${local}`)?.getType() === 'MOBILE')
    expect([block, ends.map((local) => 'e164' in toE164(local))]).toEqual([block, mobile])
  }
})
