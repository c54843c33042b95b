import { condition, type Condition } from '@kurenda/contract'
import { expect, test } from 'vitest'
import { isComplete, leafOf, predicates, subjectOf, type Predicate } from './conditions.ts'

const every = Object.values<readonly Predicate[]>(predicates).flat()
const chosen = { group: 1, broadcast: 2, field: 'wieś', value: 'Olszanka', number: 0, day: '2026-05-20', compare: '<' }

test('every condition of the contract can be made here, whole when everything is chosen', () => {
  for (const is of every) {
    const leaf = leafOf(is, chosen)
    expect([is, isComplete(leaf), condition.safeParse(leaf).success]).toEqual([is, true, true])
    expect(predicates[subjectOf(leaf)]).toContain(is)
  }
})

test('what is not chosen yet is not counted: the server would refuse it', () => {
  for (const is of every) {
    const leaf = leafOf(is)
    expect([is, isComplete(leaf)]).toEqual([is, condition.safeParse(leaf).success])
  }
  const half: Condition = { all: [leafOf('has_phone'), { any: [leafOf('in_group')] }] }
  expect(isComplete(half)).toBe(false)
  expect(isComplete({ all: [] })).toBe(false)
})
