import { expect, it } from 'vitest'
import { every } from './every.ts'

it('woken while it works it works once more, and its end waits for the run in progress', async () => {
  let runs = 0
  let let1st: () => void = () => {}
  const first = new Promise<void>((resolve) => (let1st = resolve))
  const twice = Promise.withResolvers<void>()
  const loop = every(
    3_600_000,
    async () => {
      runs++
      if (runs === 1) await first
      else twice.resolve()
    },
    () => {},
  )
  loop.wake()
  loop.wake()
  expect(runs).toBe(1)
  let1st()
  await twice.promise
  await loop.stop()
  expect(runs).toBe(2)
})

it('an error is told and does not end it', async () => {
  const told: unknown[] = []
  const again = Promise.withResolvers<void>()
  const loop = every(
    3_600_000,
    async () => {
      if (told.length > 0) return again.resolve()
      throw new Error('once')
    },
    (error) => {
      told.push(error)
      loop.wake()
    },
  )
  await again.promise
  await loop.stop()
  expect(told).toHaveLength(1)
})
