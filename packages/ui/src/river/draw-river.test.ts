import { expect, it } from 'vitest'
import { drawRiver, forecastEnd, peoplePerLine, type Reading } from './draw-river.ts'

const canvas = { width: 1000, top: 30, lip: 150, floor: 340, lines: 48 }
const reading = (seconds: number, queued: number, delivered: number, failed = 0): Reading => ({
  at: seconds * 1000,
  queued,
  sent: 480 - queued - delivered - failed,
  delivered,
  failed,
  uncertain: 0,
})
const lines = (path: string) => (path.match(/M/g) ?? []).length

it('a line stands for a round number of people, and never are there more than the canvas has room for', () => {
  expect([1, 48, 49, 240, 4812, 1_000_000].map((n) => peoplePerLine(n, 48))).toEqual([1, 1, 2, 5, 200, 50_000])
})

it('at the beginning everybody waits; at the end everybody lies in the bed', () => {
  const begun = drawRiver([reading(0, 480, 0)], 480, 0, canvas)
  expect([lines(begun.queue), begun.fall, begun.bed]).toEqual([48, '', ''])
  const over = drawRiver([reading(0, 480, 0), reading(60, 0, 480)], 480, 60_000, canvas)
  expect([lines(over.fall), lines(over.sink)]).toEqual([48, 48])
  expect([over.nowX, over.forecast]).toEqual([1000, undefined])
})

it('halfway through, half the lines have left the reservoir and as many lie in the bed as were confirmed', () => {
  const half = drawRiver([reading(0, 480, 0), reading(60, 240, 120)], 480, 60_000, canvas)
  expect([lines(half.fall), lines(half.sink)]).toEqual([24, 12])
  expect(half.nowX).toBeLessThan(1000)
})

it('the forecast goes on at the pace of the last minute, and there is none where nothing moves', () => {
  expect(forecastEnd([reading(0, 480, 0), reading(60, 240, 0)])).toBe(120_000)
  expect(forecastEnd([reading(0, 480, 0), reading(30, 480, 0)])).toBeUndefined()
  expect(forecastEnd([reading(0, 480, 0), reading(60, 0, 480)])).toBeUndefined()
})

it('each failure is a tick between the readings that tell of it', () => {
  const { failed } = drawRiver([reading(0, 480, 0), reading(60, 0, 477, 3)], 480, 60_000, canvas)
  expect(failed).toHaveLength(3)
  expect(failed.every((x) => x > 0 && x < 1000)).toBe(true)
})
