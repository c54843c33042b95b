import { expect, test } from 'vitest'
import { polishCount, preferredLanguage, terminalLanguage } from './index.ts'

test('a caller is answered in the first language of theirs that there is', () => {
  expect(preferredLanguage('de-DE, en;q=0.8, pl;q=0.5')).toBe('en')
  expect(preferredLanguage('pl-PL,pl;q=0.9,en;q=0.8')).toBe('pl')
  expect(preferredLanguage('en;q=0, de')).toBe('pl')
  expect(preferredLanguage(undefined)).toBe('pl')
})

test('a terminal is spoken to in the language of its locale', () => {
  expect(terminalLanguage({ LANG: 'pl_PL.UTF-8' })).toBe('pl')
  expect(terminalLanguage({ LANG: 'pl_PL.UTF-8', LC_ALL: 'C' })).toBe('en')
})

test('Polish counts take their right form', () => {
  expect([1, 2, 5, 12, 22].map((n) => polishCount(n, 'osoba', 'osoby', 'osób'))).toEqual([
    '1 osoba',
    '2 osoby',
    '5 osób',
    '12 osób',
    '22 osoby',
  ])
})
