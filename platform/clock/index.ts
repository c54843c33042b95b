export { dayIn } from './day-in.ts'
export { every, type Loop } from './every.ts'

/** Time comes in from outside, so that tests hold exact results. */
export interface Clock {
  /** The wall clock, for what is stored and shown. */
  now(): Date
  /** Milliseconds that never jump, for leases and time-outs. */
  monotonic(): number
}

export const systemClock: Clock = { now: () => new Date(), monotonic: () => performance.now() }

/** A clock that stands still until it is told otherwise. */
export class TestClock implements Clock {
  #at: number
  #elapsed = 0
  constructor(start: string | Date) {
    this.#at = new Date(start).getTime()
  }
  now(): Date {
    return new Date(this.#at)
  }
  monotonic(): number {
    return this.#elapsed
  }
  /** Moves both the wall clock and the monotonic one. */
  advance(ms: number): void {
    this.#at += ms
    this.#elapsed += ms
  }
}
