import { recurrence } from '@kurenda/contract'
import { expect, it } from 'vitest'
import { nextOccurrence } from './next-occurrence.ts'

const next = (rule: object, after: string) =>
  nextOccurrence(recurrence.parse(rule), 'Europe/Warsaw', new Date(after))?.toISOString()

it('every day at the hour of the town, in summer and in winter', () => {
  expect(next({ every: 'day', at: '09:00' }, '2026-05-20T06:59:00Z')).toBe('2026-05-20T07:00:00.000Z')
  expect(next({ every: 'day', at: '09:00' }, '2026-05-20T07:00:00Z')).toBe('2026-05-21T07:00:00.000Z')
  expect(next({ every: 'day', at: '09:00' }, '2026-12-20T09:00:00Z')).toBe('2026-12-21T08:00:00.000Z')
})

it('on some days of the week', () => {
  expect(next({ every: 'week', weekdays: [1, 5], at: '08:00' }, '2026-05-20T10:00:00Z')).toBe(
    '2026-05-22T06:00:00.000Z',
  )
})

it('on the last day of a month that is too short', () => {
  expect(next({ every: 'month', day: 31, at: '08:00' }, '2026-02-01T10:00:00Z')).toBe('2026-02-28T07:00:00.000Z')
  expect(next({ every: 'month', day: 31, at: '08:00' }, '2026-03-01T10:00:00Z')).toBe('2026-03-31T06:00:00.000Z')
})

it('an hour later on the day whose clock skips that hour, and once on the day that has it twice', () => {
  expect(next({ every: 'day', at: '02:30' }, '2026-03-28T22:00:00Z')).toBe('2026-03-29T01:30:00.000Z')
  expect(next({ every: 'day', at: '02:30' }, '2026-10-24T22:00:00Z')).toBe('2026-10-25T00:30:00.000Z')
  expect(next({ every: 'day', at: '02:30' }, '2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30:00.000Z')
})

it('never after its last day', () => {
  expect(next({ every: 'day', at: '09:00', until: '2026-05-20' }, '2026-05-20T08:00:00Z')).toBeUndefined()
})
