import { expect, test } from 'vitest'
import { absoluteTime, readTime, relativeTime } from './index.ts'

const now = new Date('2026-11-26T10:30:15.700Z')

test('a validity of two days, three hours and four seconds is written as the specification asks', () => {
  expect(relativeTime(2 * 86_400 + 3 * 3600 + 4)).toBe('000002030004000R')
})

test('a validity longer than a month is cut to 31 days, so that no provider reads it as another month', () => {
  expect(relativeTime(90 * 86_400)).toBe('000031000000000R')
})

test('what is written is read back', () => {
  expect(readTime(absoluteTime(now), now)).toEqual(now)
  expect(readTime(relativeTime(3661), now)).toEqual(new Date(now.getTime() + 3_661_000))
})

test('a clock ahead of UTC or behind it is brought to UTC', () => {
  expect(readTime('261126113015704+', now)).toEqual(now)
  expect(readTime('261126053015720-', now)).toEqual(now)
})

test.each(['', 'tomorrow', '261326113015004+', '2611261130'])('"%s" is no time', (text) => {
  expect(readTime(text, now)).toBeUndefined()
})
