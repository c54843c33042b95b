import type { Exchange, Host, Incoming, SessionStatus } from '@kurenda/channel'

/** A gateway's side of the contract that remembers everything it is told. */
export class RecordingHost implements Host {
  readonly statuses: SessionStatus[] = []
  readonly reported: Incoming[] = []
  readonly traces: Exchange[] = []
  held = true
  /** What becomes of a report; by default it is stored at once. */
  store: (event: Incoming) => Promise<void> = async () => {}
  readonly fetch = fetch
  #wake: (() => void)[] = []

  async report(event: Incoming): Promise<void> {
    this.reported.push(event)
    this.#changed()
    await this.store(event)
  }

  status(status: SessionStatus): void {
    this.statuses.push(status)
    this.#changed()
  }

  isTraced(): boolean {
    return true
  }

  trace(exchange: Exchange): void {
    this.traces.push(exchange)
  }

  now(): Date {
    return new Date('2030-03-01T12:00:00Z')
  }

  mayWrite(): boolean {
    return this.held
  }

  #changed(): void {
    for (const wake of this.#wake.splice(0)) wake()
  }

  /** The first status that was or will be told, from index `from` on, that fits. */
  async until(fits: (status: SessionStatus) => boolean, from = 0): Promise<SessionStatus> {
    for (;;) {
      const found = this.statuses.slice(from).find(fits)
      if (found) return found
      await this.#news()
    }
  }

  async untilStatus<S extends SessionStatus['is']>(is: S, from = 0): Promise<Extract<SessionStatus, { is: S }>> {
    for (;;) {
      for (const status of this.statuses.slice(from)) if (hasKind(status, is)) return status
      await this.#news()
    }
  }

  async untilReported<I extends Incoming['is']>(is: I): Promise<Extract<Incoming, { is: I }>> {
    for (;;) {
      for (const event of this.reported) if (hasKind(event, is)) return event
      await this.#news()
    }
  }

  #news(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve))
  }
}

function hasKind<T extends { is: string }, I extends T['is']>(value: T, is: I): value is Extract<T, { is: I }> {
  return value.is === is
}
