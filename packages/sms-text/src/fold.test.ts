import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { columnKey, fold } from './index.ts'

// The same cases in every run.
fc.configureGlobal({ seed: 20100127 })

describe('a written word', () => {
  test.each([
    ['  Rezygnuję.. ', 'rezygnuje'],
    ['REZYGNUJE', 'rezygnuje'],
    ['STOP!', 'stop'],
    ['TAK.Siemiatycze', 'tak siemiatycze'],
    ['ŁÓDŹ', 'lodz'],
    ['ＳＴＯＰ', 'stop'],
    ['СТОП', 'стоп'],
    ["п'ять", 'пять'],
    ['nie,  dziękuję :)', 'nie dziekuje'],
    ['👍🏽', '👍'],
    ['...', ''],
    ['Straße', 'strasse'],
  ])('%j is compared as %j', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })

  it('folds once and for all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(fold(fold(text))).toBe(fold(text))
      }),
      { numRuns: 2000 },
    )
  })
})

test.each([['Imię'], ['imie'], ['IMIE\u0328'], ['i m_i-ę'], [' Imię\u00a0']])('the column %j is imie', (name) => {
  expect(columnKey(name)).toBe('imie')
})
