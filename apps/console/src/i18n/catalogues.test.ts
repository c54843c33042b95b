import { expect, test } from 'vitest'
import { en } from './en/index.ts'
import { pl } from './pl/index.ts'

const catalogues: Record<'pl' | 'en', Record<string, string>> = { pl, en }
const variables = (text: string) => [...text.matchAll(/\{\{(\w+)(?:, \w+)?\}\}/g)].map((match) => match[1]).sort()

test('Polish and English have the same keys, each with the same variables', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(pl).sort())
  for (const [key, text] of Object.entries(pl))
    expect([key, variables(catalogues.en[key] ?? '')]).toEqual([key, variables(text)])
})

test('what has one plural form has all four', () => {
  const keys = Object.keys(pl)
  const counted = new Set(keys.flatMap((key) => /^(.+)_(?:one|few|many|other)$/.exec(key)?.[1] ?? []))
  for (const base of counted)
    expect(keys).toEqual(expect.arrayContaining(['one', 'few', 'many', 'other'].map((form) => `${base}_${form}`)))
})

test('nothing is left untranslated or empty', () => {
  for (const [language, catalogue] of Object.entries(catalogues))
    for (const [key, text] of Object.entries(catalogue)) expect([language, key, text.trim()]).not.toContain('')
})
