import { connect, SmppBindError, type ConnectOptions } from './client.ts'
import type { Session } from './session.ts'

export interface ReconnectingOptions extends Omit<ConnectOptions, 'signal'> {
  onUp: (session: Session) => void
  onDown: (error: Error, final: boolean) => void
  /** The first wait in milliseconds; doubled at each failure. Default 250. */
  firstWaitMs?: number
  /** The longest wait. Default 30,000. */
  longestWaitMs?: number
  /** The wait after a refusal that only another configuration can end. Default 60,000. */
  refusedWaitMs?: number
  /** A session that lived for this long begins with the first wait again. Default 5,000. */
  steadyMs?: number
  /** A number in [0, 1), for the jitter. */
  random?: () => number
  /** Runs `work` after `ms`, unless what it returns is called before. */
  schedule?: (work: () => void, ms: number) => () => void
}

function scheduleByTimer(work: () => void, ms: number): () => void {
  const timer = setTimeout(work, ms)
  return () => clearTimeout(timer)
}

/** Keeps one bound session: connects anew with exponential back-off and full jitter. */
export class Reconnecting {
  readonly #options: ReconnectingOptions
  readonly #stop = new AbortController()
  #session: Session | undefined
  #attempt: Promise<void>
  #cancel: (() => void) | undefined
  #failures = 0

  constructor(options: ReconnectingOptions) {
    this.#options = options
    this.#attempt = this.#try()
  }

  /** The bound session; undefined while there is none. */
  get session(): Session | undefined {
    return this.#session
  }

  async #try(): Promise<void> {
    const { now = () => performance.now(), steadyMs = 5_000, onUp } = this.#options
    let session: Session
    try {
      session = await connect({ ...this.#options, signal: this.#stop.signal })
      if (this.#stop.signal.aborted) return session.destroy()
      if (session.closed) throw new Error('the connection was closed')
    } catch (error) {
      return this.#again(error instanceof Error ? error : new Error(String(error)))
    }
    const since = now()
    this.#session = session
    session.once('close', (reason) => {
      this.#session = undefined
      // A provider that lets us in and hangs up at once must not be called four times a second.
      if (now() - since >= steadyMs) this.#failures = 0
      this.#again(new Error(reason))
    })
    onUp(session)
  }

  #again(error: Error): void {
    if (this.#stop.signal.aborted) return
    const final = error instanceof SmppBindError && error.final
    const { firstWaitMs = 250, longestWaitMs = 30_000, refusedWaitMs = 60_000 } = this.#options
    const { random = Math.random, schedule = scheduleByTimer, onDown } = this.#options
    const most = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(this.#failures++, 16))
    const again = () => {
      this.#attempt = this.#try()
    }
    this.#cancel = schedule(again, final ? refusedWaitMs : most * random())
    onDown(error, final)
  }

  async close(graceMs?: number): Promise<void> {
    this.#stop.abort()
    this.#cancel?.()
    await this.#attempt
    await this.#session?.close(graceMs)
    this.#session = undefined
  }
}
