import { expect, test } from 'vitest'
import { nextMornings, shareUsed, workedBetween } from './working-time.ts'

// Thursday, Friday, Monday; 7:30 to 15:30 in Warsaw's winter.
const at = (iso: string) => Date.parse(`2026-11-${iso}:00Z`)
const open = ['05', '06', '09'].map((day) => ({ from: at(`${day}T06:30`), until: at(`${day}T14:30`) }))

test('a weekend is no working time', () => {
  expect(workedBetween(open, at('06T13:30'), at('09T07:30'))).toBe(2 * 3_600_000)
  expect(workedBetween(open, at('07T00:00'), at('08T23:00'))).toBe(0)
})

test('who writes on Friday afternoon has used half of two hours when the office closes, and no more on Sunday', () => {
  const about = { since: at('06T13:30'), due: at('09T07:30') }
  expect(shareUsed(open, { ...about, now: at('06T14:30') })).toBe(0.5)
  expect(shareUsed(open, { ...about, now: at('08T12:00') })).toBe(0.5)
  expect(shareUsed(open, { ...about, now: at('09T07:00') })).toBe(0.75)
})

test('the promise is broken at its time and not before', () => {
  const about = { since: at('05T06:30'), due: at('05T08:30') }
  expect(shareUsed(open, { ...about, now: at('05T08:29') })).toBeLessThan(1)
  expect(shareUsed(open, { ...about, now: at('05T08:30') })).toBe(1)
})

test('put off until the morning on Friday, a conversation comes back when the office opens on Monday', () => {
  const { tomorrow, nextWeek } = nextMornings(open, new Date('2026-11-06T12:00:00Z'))
  expect(tomorrow?.toISOString()).toBe('2026-11-09T06:30:00.000Z')
  // It is the same morning, offered once.
  expect(nextWeek).toBeUndefined()
  expect(nextMornings(open, new Date('2026-11-05T12:00:00Z')).nextWeek?.toISOString()).toBe('2026-11-09T06:30:00.000Z')
})
