import { setTimeout as pause } from 'node:timers/promises'
import type {
  Answered,
  Cancelled,
  Host,
  OutgoingMessage,
  Outcome,
  SentPart,
  Session as ChannelSession,
  SessionStatus,
} from '@kurenda/channel'
import { Throttle, type Pdu, type Request, type Session } from '@kurenda/smpp'
import { cancel, query } from './ask.ts'
import { Bind, type BindEvents, type Down } from './bind.ts'
import { compose } from './compose.ts'
import type { SmppConfig } from './config.ts'
import { LateAnswers } from './late-answers.ts'
import { Spellings } from './spellings.ts'
import { submit, type Pace, type SubmitOptions } from './submit.ts'
import { limitedWords } from './words.ts'

let generations = 0

/** One account at a provider: its connections, kept bound. */
export class SmppConnection implements ChannelSession {
  readonly #config: SmppConfig
  readonly #host: Host
  readonly #binds: readonly Bind[]
  readonly #late = new LateAnswers()
  readonly #spellings = new Spellings()
  readonly #pace: Pace = new Throttle(() => performance.now())
  readonly #senders: ReadonlySet<string>
  /** Of this process: the parts of two messages to one phone must not share a number soon. */
  #reference = Math.floor(Math.random() * 65_536)
  /**
   * Changes whenever a connection ends. Texts that come over two connections at once are two texts; one that comes again
   * after an end is the provider's repetition, whichever connection brings it.
   */
  #generation = nextGeneration()
  #told = ''
  #sending = 0
  #closing: Promise<void> | undefined
  #stopped = false
  #whenIdle: () => void = () => {}

  constructor(config: SmppConfig, host: Host) {
    this.#config = config
    this.#host = host
    this.#senders = new Set(config.senders.map(withoutPlus))
    this.#tell({ is: 'connecting' })
    const events: BindEvents = {
      changed: (ended) => this.#changed(ended),
      late: (session, pdu) => void this.#heardLate(session, pdu),
      generation: () => this.#generation,
    }
    const modes = config.bindMode === 'separate' ? (['transmitter', 'receiver'] as const) : (['transceiver'] as const)
    this.#binds = Array.from({ length: config.binds }).flatMap(() =>
      modes.map((mode) => new Bind(mode, config, host, events)),
    )
  }

  #changed(ended: boolean): void {
    if (ended) this.#generation = nextGeneration()
    this.#tell(statusOf(this.#binds))
  }

  #tell(status: SessionStatus): void {
    const told = JSON.stringify(status)
    if (told === this.#told) return
    this.#told = told
    this.#host.status(status)
  }

  async #heardLate(session: Session, pdu: Pdu): Promise<void> {
    const answer = this.#late.hear(session, pdu)
    if (!answer) return
    const at = this.#host.now()
    const { id, outcome } = answer
    const result = outcome.is === 'accepted' ? 'ESME_ROK' : outcome.reason
    const ok = outcome.is === 'accepted'
    this.#host.trace({ direction: 'out', at, operation: 'submit_sm', result, ok, message: id, detail: 'late answer' })
    // Where it cannot be stored the message stays uncertain, as it was.
    await this.#host.report({ is: 'late', id, outcome, at }).catch(() => {})
  }

  /** The least busy of the connections that may send. */
  #session(): Session | undefined {
    let best: Session | undefined
    for (const { sending } of this.#binds)
      if (sending && (!best || sending.pendingCount < best.pendingCount)) best = sending
    return best
  }

  async send(message: OutgoingMessage, signal: AbortSignal): Promise<Outcome> {
    if (this.#closing) return { is: 'retry', reason: 'stopped' }
    if (!this.#session()) return { is: 'retry', reason: 'not-connected', afterMs: 1000 }
    if (this.#senders.size > 0 && !this.#senders.has(withoutPlus(message.from)))
      return {
        is: 'refused',
        reason: `nadawca „${message.from}” nie jest dozwolony w tym kanale`,
        code: 'sender-not-allowed',
      }
    const requests = this.#compose(message)
    if ('is' in requests) return requests
    this.#sending++
    try {
      return await submit(message, requests, this.#options(signal))
    } finally {
      this.#sending--
      if (this.#sending === 0) this.#whenIdle()
    }
  }

  #compose(message: OutgoingMessage): Request[] | Outcome {
    this.#reference = (this.#reference + 1) & 0xffff
    try {
      return compose(message, this.#reference, this.#config.concatenation)
    } catch (error) {
      return { is: 'refused', reason: error instanceof Error ? error.message : String(error), code: 'not-sendable' }
    }
  }

  #options(signal: AbortSignal): SubmitOptions {
    return {
      session: () => this.#session(),
      signal,
      isStopped: () => this.#stopped,
      pace: this.#pace,
      late: this.#late,
      learn: (ref, own) => this.#spellings.learn(ref, own),
      trace: (exchange) => this.#host.trace({ ...exchange, at: this.#host.now() }),
      isTraced: () => this.#host.isTraced(),
    }
  }

  async query(sent: SentPart): Promise<Answered> {
    const session = this.#session()
    if (!session || this.#closing) return { is: 'unknown', reason: 'not-connected' }
    const answered = await query(session, this.#spellings.own(sent.ref), sent)
    this.#traceAsked(
      'query_sm',
      sent,
      answered.is === 'known' ? answered.state : answered.reason,
      answered.is === 'known',
    )
    return answered
  }

  async cancel(sent: SentPart): Promise<Cancelled> {
    const session = this.#session()
    if (!session || this.#closing) return { is: 'uncertain', reason: 'not-connected' }
    const cancelled = await cancel(session, this.#spellings.own(sent.ref), sent)
    const ok = cancelled.is === 'cancelled'
    this.#traceAsked('cancel_sm', sent, ok ? 'ESME_ROK' : cancelled.reason, ok)
    return cancelled
  }

  #traceAsked(operation: string, { ref, to }: SentPart, result: string, ok: boolean): void {
    const at = this.#host.now()
    this.#host.trace({ direction: 'out', at, operation, result, ok, address: to, detail: `id ${ref}` })
  }

  close(graceMs = 5_000): Promise<void> {
    this.#closing ??= this.#end(graceMs)
    return this.#closing
  }

  async #end(graceMs: number): Promise<void> {
    const until = performance.now() + graceMs
    if (this.#sending > 0) {
      const idle = new Promise<void>((resolve) => (this.#whenIdle = resolve))
      const limit = new AbortController()
      await Promise.race([idle, pause(graceMs, undefined, { signal: limit.signal }).catch(() => {})])
      limit.abort()
    }
    this.#stopped = true
    await Promise.all(this.#binds.map((bind) => bind.close(Math.max(0, until - performance.now()))))
  }
}

function nextGeneration(): string {
  return `${process.pid}-${++generations}`
}

function withoutPlus(sender: string): string {
  return sender.replace(/^\+/, '')
}

/** Up while something can be sent; what is missing is said beside it. */
function statusOf(binds: readonly Bind[]): SessionStatus {
  const up = binds.filter((bind) => bind.state.is === 'up')
  const down = binds.map((bind) => bind.state).filter((state): state is Down => state.is === 'down')
  if (up.some((bind) => bind.mode !== 'receiver')) {
    if (up.length === binds.length) return { is: 'up' }
    return { is: 'up', limited: limitedWords(up.length, binds.length, down[0]?.reason) }
  }
  const [first] = down
  if (!first || binds.some((bind) => bind.mode !== 'receiver' && bind.state.is === 'connecting'))
    return { is: 'connecting' }
  return { ...first, final: down.every((state) => state.final) }
}
