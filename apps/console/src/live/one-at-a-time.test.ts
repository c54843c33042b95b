import { expect, test } from 'vitest'
import { oneAtATime } from './one-at-a-time.ts'

test('news that comes during a reading is read once more after it, however much of it came', async () => {
  const started: string[] = []
  const waiting: (() => void)[] = []
  const ask = oneAtATime((key) => {
    started.push(key)
    return new Promise<void>((resolve) => waiting.push(resolve))
  })
  ask('list')
  ask('list')
  ask('list')
  ask('thread')
  expect(started).toEqual(['list', 'thread'])
  waiting[0]?.()
  await new Promise(setImmediate)
  expect(started).toEqual(['list', 'thread', 'list'])
  waiting[2]?.()
  await new Promise(setImmediate)
  expect(started).toEqual(['list', 'thread', 'list'])
})

test('a reading that failed does not stop the next', async () => {
  let tries = 0
  const ask = oneAtATime(async () => {
    tries += 1
    throw new Error('away')
  })
  ask('list')
  await new Promise(setImmediate)
  ask('list')
  await new Promise(setImmediate)
  expect(tries).toBe(2)
})
