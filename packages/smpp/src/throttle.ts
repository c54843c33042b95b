const intervalMs = 500
const slowest = 5
const unlimited = 50_000
/** A provider that refuses no more than this share is not overrun: the pace may grow. */
const stray = 0.1

/**
 * The pace of a session that is told ESME_RTHROTTLED or ESME_RMSGQFUL. Twice a second it becomes what the provider really
 * took in the half second before, and a little more, where it refused more than a stray few; else it grows until nothing
 * limits it. A provider with a firm limit is met at once, one that refuses a few at random is not taken for slow.
 */
export class Throttle {
  readonly #now: () => number
  #perSecond = Infinity
  /** When the next message may go. */
  #next = 0
  #since: number
  #sent = 0
  #refused = 0

  /** `now`: milliseconds that never jump. */
  constructor(now: () => number) {
    this.#now = now
    this.#since = now()
  }

  /** Messages a second that are allowed now; Infinity where nothing limits. */
  get perSecond(): number {
    return this.#perSecond
  }

  /** Books one message and says how many milliseconds it has to wait. */
  take(): number {
    const now = this.#now()
    if (now - this.#since >= intervalMs) this.#adapt(now)
    this.#sent++
    if (this.#perSecond === Infinity) return 0
    const at = Math.max(this.#next, now)
    this.#next = at + 1000 / this.#perSecond
    return at - now
  }

  /** The provider asked to slow down. */
  complained(): void {
    this.#refused++
  }

  #adapt(now: number): void {
    const seconds = (now - this.#since) / 1000
    if (this.#refused > this.#sent * stray) {
      const taken = Math.max(0, this.#sent - this.#refused) / seconds
      this.#perSecond = Math.max(slowest, taken * 1.1)
    } else if (this.#perSecond !== Infinity) {
      this.#perSecond *= 1.25
      if (this.#perSecond > unlimited) this.#perSecond = Infinity
    }
    this.#since = now
    this.#sent = 0
    this.#refused = 0
  }
}
