import { connect, SmppBindError, type ConnectOptions } from './client.ts'
import type { Session } from './session.ts'

export interface ReconnectingOptions extends ConnectOptions {
  onUp: (session: Session) => void
  onDown: (error: Error, final: boolean) => void
  /** The first wait in milliseconds; doubled at each failure. Default 250. */
  firstWaitMs?: number
  /** The longest wait. Default 30,000. */
  longestWaitMs?: number
  /** The wait after a refusal that only another configuration can end. Default 60,000. */
  refusedWaitMs?: number
  /** A number in [0, 1), for the jitter. */
  random?: () => number
}

/** Keeps one bound session: connects anew with exponential back-off and full jitter. */
export class Reconnecting {
  readonly #options: ReconnectingOptions
  #session: Session | undefined
  #timer: NodeJS.Timeout | undefined
  #failures = 0
  #stopped = false

  constructor(options: ReconnectingOptions) {
    this.#options = options
    void this.#try()
  }

  /** The bound session; undefined while there is none. */
  get session(): Session | undefined {
    return this.#session
  }

  async #try(): Promise<void> {
    try {
      const session = await connect(this.#options)
      if (this.#stopped) return session.destroy()
      if (session.closed) throw new Error('the connection was closed')
      this.#failures = 0
      this.#session = session
      session.once('close', (reason) => {
        this.#session = undefined
        this.#again(new Error(reason))
      })
      this.#options.onUp(session)
    } catch (error) {
      this.#again(error instanceof Error ? error : new Error(String(error)))
    }
  }

  #again(error: Error): void {
    if (this.#stopped) return
    const final = error instanceof SmppBindError && error.final
    this.#options.onDown(error, final)
    const { firstWaitMs = 250, longestWaitMs = 30_000, refusedWaitMs = 60_000, random = Math.random } = this.#options
    const most = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(this.#failures++, 16))
    this.#timer = setTimeout(() => void this.#try(), final ? refusedWaitMs : most * random())
  }

  async close(graceMs?: number): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#session?.close(graceMs)
    this.#session = undefined
  }
}
