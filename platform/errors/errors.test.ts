import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { catalogue, Problem } from './index.ts'
import { describeErrors, errorsPage } from './write-docs.ts'

test('every error code has its entry in the docs, and every entry its code', () => {
  const page = readFileSync(errorsPage, 'utf8')
  const documented = [...page.matchAll(/^## (.+)$/gm)].map(([, code]) => code)
  expect(documented).toEqual(Object.keys(catalogue))
  expect(page).toBe(describeErrors())
})

test('codes are in alphabetical order, and both languages speak of the same parameters', () => {
  const codes = Object.keys(catalogue)
  expect(codes).toEqual(codes.toSorted())
  for (const { pl, en } of Object.values(catalogue))
    expect([...pl.matchAll(/\{\w+\}/g)].flat().sort()).toEqual([...en.matchAll(/\{\w+\}/g)].flat().sort())
})

test('a problem says its sentence with what it speaks of', () => {
  const problem = new Problem('column-not-found', { column: 'tel', columns: ['imię', 'wiek'] })
  expect(problem.words('pl')).toContain('imię, wiek')
  const money = (amount: number) => ({ amount, currency: 'PLN' })
  const budget = new Problem('budget-exceeded', { cost: money(1930.4), left: money(0.16) })
  expect(budget.words('pl').replaceAll('\u00a0', ' ')).toBe(
    'Rozsyłka kosztuje 1930,40 zł, a w budżecie tego miesiąca zostało 0,16 zł.',
  )
})
