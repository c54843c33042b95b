import { expect, test } from 'vitest'
import { en } from './en.ts'
import { pl } from './pl.ts'

test('Polish and English say the same things, each with the same variables', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(pl).sort())
  const variables = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort()
  for (const [key, text] of Object.entries(pl))
    expect([key, variables(en[key as keyof typeof pl])]).toEqual([key, variables(text)])
})
