import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { afterEach, expect, test } from 'vitest'
import { atWallTime, dayOf, setOfficeZone, wallTime } from './office-time.ts'

afterEach(() => setOfficeZone('Europe/Warsaw'))

test('hours are the office’s, wherever the browser is', () => {
  setOfficeZone('Europe/Warsaw')
  expect(wallTime(Date.parse('2026-11-27T20:58:00Z'))).toBe('2026-11-27T21:58')
  setOfficeZone('America/New_York')
  expect(wallTime(Date.parse('2026-11-27T03:05:00Z'))).toBe('2026-11-26T22:05')
  expect(dayOf(Date.parse('2026-11-27T03:05:00Z'))).toBe('2026-11-26')
})

test('what a form holds becomes the instant that Temporal says, also on days when the clock is put on or back', () => {
  const around = ['2026-03-28', '2026-10-24', '2026-06-01'].map((day) => Date.parse(`${day}T12:00:00Z`))
  fc.assert(
    fc.property(
      fc.constantFrom('Europe/Warsaw', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Kiritimati', 'UTC'),
      fc.constantFrom(...around),
      fc.integer({ min: -20_000, max: 20_000 }),
      (zone, day, minutes) => {
        setOfficeZone(zone)
        const wall = new Date(day + minutes * 60_000).toISOString().slice(0, 16)
        const told = Temporal.PlainDateTime.from(wall).toZonedDateTime(zone, { disambiguation: 'compatible' })
        expect(atWallTime(wall).getTime()).toBe(told.epochMilliseconds)
      },
    ),
    { seed: 20261127, numRuns: 400 },
  )
})

test('what is no time is no instant', () => {
  expect(atWallTime('').getTime()).toBeNaN()
})
