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

  /** The first of what was or will be told, from index `from` on, that fits. */
  async untilStatus<S extends SessionStatus['is']>(is: S, from = 0): Promise<Extract<SessionStatus, { is: S }>> {
    for (;;) {
      const found = this.statuses
        .slice(from)
        .find((status): status is Extract<SessionStatus, { is: S }> => status.is === is)
      if (found) return found
      await new Promise<void>((resolve) => this.#wake.push(resolve))
    }
  }

  async untilReported<I extends Incoming['is']>(is: I): Promise<Extract<Incoming, { is: I }>> {
    for (;;) {
      const found = this.reported.find((event): event is Extract<Incoming, { is: I }> => event.is === is)
      if (found) return found
      await new Promise<void>((resolve) => this.#wake.push(resolve))
    }
  }
}
