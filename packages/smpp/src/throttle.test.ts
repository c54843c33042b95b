import { expect, test } from 'vitest'
import { Throttle } from './index.ts'

/** Plays ten seconds against a provider; the pace of the last second. */
function play(takes: (sentThisSecond: number, n: number) => boolean): number {
  let now = 0
  let n = 0
  const throttle = new Throttle(() => now)
  let sent = 0
  for (let second = 0; second < 20; second++) {
    sent = 0
    const end = (second + 1) * 1000
    while (now < end) {
      const wait = throttle.take()
      // The pump itself does a thousand a second.
      now += Math.max(1, wait)
      sent++
      if (!takes(sent, n++)) throttle.complained()
    }
  }
  return sent
}

test('a provider with a firm limit is met closely', () => {
  const pace = play((sent) => sent <= 100)
  expect(pace).toBeGreaterThan(80)
  expect(pace).toBeLessThan(200)
})

test('a provider that refuses one in twenty at random is not taken for slow', () => {
  expect(play((_, n) => n % 20 !== 7)).toBeGreaterThan(800)
})

test('after a bad spell it comes back to speed, even where one in twenty is refused at random', () => {
  expect(play((_, n) => (n < 300 ? false : n % 20 !== 7))).toBeGreaterThan(800)
})
