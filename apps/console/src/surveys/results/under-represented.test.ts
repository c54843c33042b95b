import { expect, test } from 'vitest'
import { underRepresented } from './under-represented.ts'

const part = (value: string, invited: number, answered: number | null) => ({
  value,
  invited,
  answered,
  rate: null,
  shareInvited: 0,
  shareAnswered: null,
})

test('who answered clearly less than all is named, with how many answers are missing', () => {
  // 60 of 200 answered: of the hundred of Lipki 30 would have.
  const rows = [part('Lipki', 100, 10), part('Dębowo', 100, 50)]
  expect(underRepresented(rows)).toEqual([{ value: 'Lipki', missing: 20 }])
})

test('what comes by chance, or is a small difference among many, is not spoken of', () => {
  expect(underRepresented([part('Lipki', 4, 0), part('Dębowo', 4, 2)])).toEqual([])
  expect(underRepresented([part('Lipki', 10_000, 2_700), part('Dębowo', 10_000, 3_000)])).toEqual([])
  expect(underRepresented([])).toEqual([])
  expect(underRepresented([part('Lipki', 0, 3)])).toEqual([])
})

test('nothing is said of those whose answers are withheld, nor of many small parts together', () => {
  const rows = [part('Dębowo', 100, 50), part('Lipki', 100, null), part('', 100, 5)]
  expect(underRepresented(rows)).toEqual([])
})
