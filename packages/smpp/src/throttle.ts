/**
 * The pace of a session that was told ESME_RTHROTTLED or ESME_RMSGQFUL: half the pace at each complaint, then a little
 * more each second until nothing limits it any more.
 */
export class Throttle {
  readonly #now: () => number
  #perSecond = Infinity
  #next = 0
  #count = 0
  #second = 0
  #seen = 0
  #complained = -Infinity
  #raised = 0

  /** `now`: milliseconds that never jump. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Messages a second that are allowed now; Infinity where nothing limits. */
  get perSecond(): number {
    return this.#perSecond
  }

  /** Books one message and says how many milliseconds it has to wait. */
  take(): number {
    const now = this.#now()
    if (now - this.#second >= 1000) {
      this.#seen = this.#count
      this.#count = 0
      this.#second = now
    }
    this.#count++
    if (this.#perSecond === Infinity) return 0
    if (now - this.#raised >= 1000 && now - this.#complained >= 1000) {
      this.#raised = now
      this.#perSecond *= 1.25
      if (this.#perSecond > 50_000) this.#perSecond = Infinity
    }
    this.#next = Math.max(this.#next, now) + 1000 / this.#perSecond
    return Math.max(0, this.#next - now - 1000 / this.#perSecond)
  }

  /** The provider asked to slow down. Complaints within 200 ms of each other are one. */
  complained(): void {
    const now = this.#now()
    if (now - this.#complained < 200) return
    this.#complained = now
    const pace = Math.min(this.#perSecond, Math.max(this.#seen, this.#count))
    this.#perSecond = Math.max(1, pace / 2)
  }
}
