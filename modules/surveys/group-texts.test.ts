import { expect, test } from 'vitest'
import { groupTexts } from './group-texts.ts'
import { stemWord } from './stem-word.ts'

const pl = (text: string) => ({ text, language: 'pl' as const })

test('texts that share a word are one group, whatever its ending, diacritics and case; each is in one group only', () => {
  const texts = [
    'Więcej ławek!', 'ławki i cień', 'LAWKA przy rzece', 'brakuje ławek', 'Światło przy rzece', 'ciemno, brak światła',
    'Psy bez smyczy', 'Nic, jest dobrze', 'nie mam zdania',
  ] // oxfmt-ignore
  const { groups, others } = groupTexts(texts.map(pl))
  expect(groups).toEqual([
    { words: ['ławek', 'lawka', 'ławki'], count: 4, examples: ['ławki i cień', 'Więcej ławek!', 'brakuje ławek'] },
    { words: ['światła', 'światło'], count: 2, examples: ['Światło przy rzece', 'ciemno, brak światła'] },
  ])
  expect(others).toBe(3)
  expect(groupTexts(texts.toReversed().map(pl))).toEqual({ groups, others })
})

test('words that stand in any answer, numbers and what one person alone says make no group', () => {
  expect(groupTexts(['Nie wiem, bo nie bywam', 'Nie wiem co', 'jest 5', 'było 5', ''].map(pl))).toEqual({
    groups: [{ words: ['wiem'], count: 2, examples: ['Nie wiem co', 'Nie wiem, bo nie bywam'] }],
    others: 3,
  })
})

test('the forms of one word have one stem in each language', () => {
  const stems = (language: 'pl' | 'en' | 'uk', words: string) =>
    new Set(words.split(' ').map((word) => stemWord(word, language))).size
  expect(stems('pl', 'lawka lawki lawek lawkami lawkach')).toBe(1)
  expect(stems('pl', 'kosz kosze koszy koszow koszami')).toBe(1)
  expect(stems('pl', 'oswietlenie oswietlenia oswietleniem oswietleniu')).toBe(1)
  expect(stems('pl', 'droga drogi drogach')).toBe(1)
  expect(stems('en', 'bench benches')).toBe(1)
  expect(stems('uk', 'лавка лавки лавок лавками')).toBe(1)
})
