import { EventEmitter } from 'node:events'
import type { Duplex } from 'node:stream'
import { decodePdu, SmppDecodeError } from './decode.ts'
import { encodePdu } from './encode.ts'
import { Framer } from './frame.ts'
import {
  COMMAND,
  type BindRespPdu,
  type Pdu,
  type PlainPdu,
  type QueryRespPdu,
  type QueryResult,
  type Request,
  type ShortMessageRespPdu,
} from './pdu.ts'
import { STATUS } from './status.ts'

/** No answer within the time allowed. The bytes were written: nobody knows whether the request was carried out. */
export class SmppTimeout extends Error {
  readonly written = true
  /** The request's number: `lateResponse` brings it again where the answer comes after all. */
  readonly sequence: number
  constructor(message: string, sequence: number) {
    super(message)
    this.name = 'SmppTimeout'
    this.sequence = sequence
  }
}

/** The connection ended, or took no request any more. `written`: whether the request's bytes may have reached the peer. */
export class SmppClosed extends Error {
  readonly written: boolean
  constructor(message: string, written: boolean) {
    super(message)
    this.name = 'SmppClosed'
    this.written = written
  }
}

export interface SessionOptions {
  /** Milliseconds for an answer to a request. Default 60,000. */
  responseTimeoutMs?: number
  /** Milliseconds of silence after which the peer is asked whether it lives. Default 30,000. */
  enquireLinkMs?: number
  /** Milliseconds of silence after which the connection is given up. Default enquireLinkMs + responseTimeoutMs. */
  silenceMs?: number
  /** The longest PDU in bytes. Default 65,536. */
  maxPduBytes?: number
  /** How many requests of the peer may wait for our answers before we stop to read. Default 500. */
  maxUnanswered?: number
  /** How many requests may wait for a socket that is full; more are refused with `written: false`. Default 10,000. */
  maxQueued?: number
  /** Asked just before bytes of requests are handed to the socket (a lease's deadline); false refuses them with `written: false`. */
  mayWrite?: () => boolean
  /** Milliseconds that never jump. */
  now?: () => number
  /** Carries out a request of the peer; what it throws is answered with ESME_RSYSERR. */
  onRequest: (pdu: IncomingRequest, session: Session) => Promise<Response | undefined>
}

export interface RequestOptions {
  /** Aborted before the bytes are written: rejects with `written: false`. Afterwards it changes nothing. */
  signal?: AbortSignal
}

export type IncomingRequest = Exclude<Pdu, BindRespPdu | ShortMessageRespPdu | QueryRespPdu | PlainPdu>
export type Response = { status: number; system_id?: string } & Partial<QueryResult>

interface Outgoing {
  bytes: Buffer
  sequence: number
  /** The command_id its response must have. */
  answeredBy: number
  /** By when it must be written and, once it is, answered. */
  deadline: number
  /** Keeps the link alive or ends it, so that no lease matters. */
  bare: boolean
  signal: AbortSignal | undefined
  /** Takes it out of the queue; set while it waits there. */
  onAbort: (() => void) | undefined
  resolve: (pdu: Pdu) => void
  reject: (error: Error) => void
}

const lastSequence = 0x7fffffff
const responseBit = 0x80000000
/** How often deadlines are looked at: one timer a session, not one a request. */
const sweepMs = 250
/** Answers that wait in a full socket before we stop to read what would cause more of them. */
const mostUnsentBytes = 1_048_576
/** How long a peer that does not close may keep the socket after our end. */
const lingerMs = 500

/**
 * One SMPP connection, either side. Emits `close` (with a reason) once, and `lateResponse` for an answer whose
 * request had timed out. Never throws out of an event; garbage ends it with generic_nack.
 */
export class Session extends EventEmitter<{ close: [reason: string]; lateResponse: [pdu: Pdu] }> {
  readonly #stream: Duplex
  readonly #options: Required<Omit<SessionOptions, 'onRequest'>> & Pick<SessionOptions, 'onRequest'>
  readonly #framer: Framer
  /** Written and not answered, in the order of their deadlines. */
  readonly #pending = new Map<number, Outgoing>()
  /** Requests that wait for the socket to drain. */
  readonly #queue: Outgoing[] = []
  /** Requests and answers of this turn of the event loop, written with one call. */
  #requests: Outgoing[] = []
  #answers: Buffer[] = []
  #flushing = false
  #full = false
  #sequence = 0
  #unanswered = 0
  #paused = false
  #heard: number
  #asked = false
  #closing: Promise<void> | undefined
  #whenIdle: (() => void) | undefined
  #closed: string | undefined
  readonly #timer: NodeJS.Timeout

  constructor(stream: Duplex, options: SessionOptions) {
    super()
    const responseTimeoutMs = options.responseTimeoutMs ?? 60_000
    const enquireLinkMs = options.enquireLinkMs ?? 30_000
    this.#options = {
      responseTimeoutMs,
      enquireLinkMs,
      silenceMs: options.silenceMs ?? enquireLinkMs + responseTimeoutMs,
      maxPduBytes: options.maxPduBytes ?? 65_536,
      maxUnanswered: options.maxUnanswered ?? 500,
      maxQueued: options.maxQueued ?? 10_000,
      mayWrite: options.mayWrite ?? (() => true),
      now: options.now ?? (() => performance.now()),
      onRequest: options.onRequest,
    }
    this.#stream = stream
    this.#framer = new Framer(this.#options.maxPduBytes)
    this.#heard = this.#options.now()
    stream.on('data', (chunk: Buffer) => this.#read(chunk))
    stream.on('drain', () => this.#drained())
    stream.on('error', (error) => this.#end(error.message))
    stream.on('end', () => this.#end('the peer closed the connection'))
    stream.on('close', () => this.#end('the connection was closed'))
    this.#timer = setInterval(() => this.sweep(), Math.min(sweepMs, Math.max(10, responseTimeoutMs / 4)))
  }

  /** Requests without an answer yet, those that wait for the socket included. */
  get pendingCount(): number {
    return this.#pending.size + this.#requests.length + this.#queue.length
  }

  get closed(): boolean {
    return this.#closed !== undefined
  }

  /**
   * Sends a request and resolves with its response (whatever its status; a generic_nack too).
   * @throws SmppTimeout | SmppClosed; RangeError where a field does not fit
   */
  request(request: Request, { signal }: RequestOptions = {}): Promise<Pdu> {
    if (this.#closed !== undefined) return Promise.reject(new SmppClosed(this.#closed, false))
    if (this.#closing) return Promise.reject(new SmppClosed('the connection is being closed', false))
    if (this.#queue.length >= this.#options.maxQueued)
      return Promise.reject(new SmppClosed('too many requests wait for the socket', false))
    return this.#send(request, signal)
  }

  #send(request: Request, signal?: AbortSignal): Promise<Pdu> {
    return new Promise((resolve, reject) => {
      const sequence = this.#nextSequence()
      const item: Outgoing = {
        bytes: encodePdu({ ...request, status: 0, sequence }),
        sequence,
        answeredBy: COMMAND[request.command] + responseBit,
        deadline: this.#options.now() + this.#options.responseTimeoutMs,
        bare: request.command === 'enquire_link' || request.command === 'unbind',
        signal,
        onAbort: undefined,
        resolve,
        reject,
      }
      if (this.#full) return this.#wait(item)
      this.#requests.push(item)
      this.#schedule()
    })
  }

  #wait(item: Outgoing): void {
    this.#queue.push(item)
    if (!item.signal) return
    item.onAbort = () => {
      const at = this.#queue.indexOf(item)
      if (at < 0) return
      this.#queue.splice(at, 1)
      this.#reject(item, 'stopped before it was written')
    }
    item.signal.addEventListener('abort', item.onAbort, { once: true })
  }

  /** Takes the first `count` from the queue. One signal may serve a million requests: none may leave a listener on it. */
  #dequeue(count: number): Outgoing[] {
    const items = this.#queue.splice(0, count)
    for (const { signal, onAbort } of items) if (signal && onAbort) signal.removeEventListener('abort', onAbort)
    return items
  }

  #reject(item: Outgoing, reason: string): void {
    item.reject(new SmppClosed(reason, false))
    this.#settled()
  }

  #nextSequence(): number {
    do this.#sequence = this.#sequence >= lastSequence ? 1 : this.#sequence + 1
    while (this.#pending.has(this.#sequence))
    return this.#sequence
  }

  #answer(bytes: Buffer): void {
    if (this.#closed !== undefined) return
    this.#answers.push(bytes)
    this.#schedule()
  }

  /** All PDUs of one turn of the event loop go out with one write. */
  #schedule(): void {
    if (this.#flushing) return
    this.#flushing = true
    setImmediate(() => this.#flush())
  }

  #flush(): void {
    this.#flushing = false
    if (this.#closed !== undefined) return
    const bytes = this.#answers
    const requests = this.#requests
    this.#answers = []
    this.#requests = []
    if (requests.length > 0) this.#release(requests, bytes)
    this.#put(bytes)
    this.#regulate()
  }

  /** Adds to `bytes` the requests that may be written now. Asked here, and nothing lies between this and the write. */
  #release(requests: readonly Outgoing[], bytes: Buffer[]): void {
    const allowed = this.#options.mayWrite()
    const deadline = this.#options.now() + this.#options.responseTimeoutMs
    for (const item of requests) {
      if (item.signal?.aborted) this.#reject(item, 'stopped before it was written')
      else if (!allowed && !item.bare) this.#reject(item, 'not allowed to write any more')
      else {
        item.deadline = deadline
        this.#pending.set(item.sequence, item)
        bytes.push(item.bytes)
      }
    }
  }

  #put(batch: readonly Buffer[]): void {
    const [first] = batch
    if (first === undefined || this.#stream.destroyed || this.#stream.writableEnded) return
    if (!this.#stream.write(batch.length === 1 ? first : Buffer.concat(batch))) this.#full = true
  }

  #drained(): void {
    this.#full = false
    while (!this.#full && this.#queue.length > 0 && this.#closed === undefined) {
      this.#requests.push(...this.#dequeue(64))
      this.#flush()
    }
    this.#regulate()
  }

  /** Stops to read from a peer that asks faster than we can answer, or that does not read our answers. */
  #regulate(): void {
    if (this.#closed !== undefined) return
    const { maxUnanswered } = this.#options
    const tooMuch = this.#unanswered >= maxUnanswered || this.#stream.writableLength > mostUnsentBytes
    if (!this.#paused && tooMuch) {
      this.#paused = true
      this.#stream.pause()
    } else if (this.#paused && this.#unanswered <= maxUnanswered / 2 && !this.#full) {
      this.#paused = false
      this.#stream.resume()
    }
  }

  #read(chunk: Buffer): void {
    // After the end the socket is still read, so that it can close, but nothing is carried out any more.
    if (this.#closed !== undefined) return
    this.#heard = this.#options.now()
    this.#asked = false
    try {
      this.#framer.push(chunk, (frame) => this.#take(frame))
    } catch (error) {
      // A length that cannot be: nothing after it can be understood (3.4, 4.3).
      this.#answer(encodePdu({ command: 'generic_nack', status: STATUS.ESME_RINVCMDLEN, sequence: 0 }))
      this.#giveUp(error instanceof Error ? error.message : 'garbage')
    }
  }

  #take(frame: Buffer): void {
    if (this.#closed !== undefined) return
    let pdu: Pdu
    try {
      pdu = decodePdu(frame)
    } catch (error) {
      if (!(error instanceof SmppDecodeError)) throw error
      return this.#refuse(error)
    }
    const { sequence } = pdu
    switch (pdu.command) {
      case 'unknown':
        if (pdu.id < responseBit)
          this.#answer(encodePdu({ command: 'generic_nack', status: STATUS.ESME_RINVCMDID, sequence }))
        return
      case 'enquire_link':
        return this.#answer(encodePdu({ command: 'enquire_link_resp', status: 0, sequence }))
      case 'unbind':
        this.#answer(encodePdu({ command: 'unbind_resp', status: 0, sequence }))
        return this.#giveUp('the peer said good-bye')
      case 'submit_sm':
      case 'deliver_sm':
      case 'query_sm':
      case 'cancel_sm':
      case 'bind_receiver':
      case 'bind_transmitter':
      case 'bind_transceiver':
        void this.#serve(pdu)
        return
      case 'generic_nack':
      case 'submit_sm_resp':
      case 'deliver_sm_resp':
      case 'query_sm_resp':
      case 'cancel_sm_resp':
      case 'enquire_link_resp':
      case 'unbind_resp':
      case 'bind_receiver_resp':
      case 'bind_transmitter_resp':
      case 'bind_transceiver_resp':
        return this.#settle(pdu, COMMAND[pdu.command])
    }
  }

  /** A request that cannot be read is answered with its own response where it has one that carries a status. */
  #refuse({ commandId, status, sequence }: SmppDecodeError): void {
    if (commandId >= responseBit) return
    if (commandId === COMMAND.submit_sm)
      this.#answer(encodePdu({ command: 'submit_sm_resp', status, sequence, message_id: '' }))
    else if (commandId === COMMAND.deliver_sm)
      this.#answer(encodePdu({ command: 'deliver_sm_resp', status, sequence, message_id: '' }))
    else this.#answer(encodePdu({ command: 'generic_nack', status, sequence }))
  }

  #settle(pdu: Pdu, commandId: number): void {
    const nack = commandId === COMMAND.generic_nack
    const item = this.#pending.get(pdu.sequence)
    // The answer to another kind of request says nothing of this one.
    if (!item || (!nack && commandId !== item.answeredBy)) {
      this.emit('lateResponse', pdu)
      return
    }
    this.#pending.delete(pdu.sequence)
    item.resolve(nack && pdu.status === 0 ? { ...pdu, status: STATUS.ESME_RUNKNOWNERR } : pdu)
    this.#settled()
  }

  async #serve(pdu: Exclude<IncomingRequest, { command: 'unknown' }>): Promise<void> {
    this.#unanswered++
    this.#regulate()
    let bytes: Buffer
    try {
      const response = await this.#options.onRequest(pdu, this)
      bytes = encodeResponse(pdu, response ?? { status: STATUS.ESME_RINVCMDID })
    } catch {
      bytes = encodeResponse(pdu, { status: STATUS.ESME_RSYSERR })
    }
    this.#unanswered--
    this.#answer(bytes)
    this.#regulate()
    this.#settled()
  }

  /** Looks at the deadlines; called by the session's own timer, and by tests that hold the clock. */
  sweep(): void {
    if (this.#closed !== undefined) return
    const now = this.#options.now()
    for (const [sequence, item] of this.#pending) {
      if (item.deadline > now) break
      this.#pending.delete(sequence)
      item.reject(new SmppTimeout('no answer in time', sequence))
      this.#settled()
    }
    while (this.#queue[0] && this.#queue[0].deadline <= now) {
      for (const item of this.#dequeue(1)) this.#reject(item, 'the socket took nothing in time')
    }
    this.#watch(now)
  }

  #watch(now: number): void {
    // While we ourselves do not read, because our answers take long, the peer's silence says nothing.
    if (this.#paused && !this.#full) {
      this.#heard = now
      return
    }
    const silent = now - this.#heard
    if (silent > this.#options.silenceMs) return this.#giveUp('the peer has been silent for too long')
    if (silent > this.#options.enquireLinkMs && !this.#asked && !this.#closing) {
      this.#asked = true
      this.#send({ command: 'enquire_link' }).catch(() => {})
    }
  }

  /** Takes no more requests, waits up to `graceMs` for answers (theirs and ours), says good-bye and closes. */
  close(graceMs = 5_000): Promise<void> {
    if (this.#closed !== undefined) return Promise.resolve()
    this.#closing ??= this.#sayGoodbye(graceMs)
    return this.#closing
  }

  async #sayGoodbye(graceMs: number): Promise<void> {
    await withinMs(graceMs, new Promise<void>((resolve) => (this.#whenIdle = resolve)), () => this.#settled())
    if (this.closed) return
    await withinMs(
      Math.min(1_000, graceMs + 100),
      this.#send({ command: 'unbind' }).catch(() => undefined),
    )
    this.#giveUp('closed')
  }

  #settled(): void {
    if (this.#whenIdle && (this.#closed !== undefined || (this.pendingCount === 0 && this.#unanswered === 0)))
      this.#whenIdle()
  }

  /** Ends the connection at once. Answers that are ready go out; requests that are not written never are. */
  destroy(reason = 'closed'): void {
    this.#giveUp(reason)
  }

  #giveUp(reason: string): void {
    if (this.#closed !== undefined) return
    const stream = this.#stream
    this.#put(this.#answers)
    stream.end()
    // Read on (and drop it), else the peer's end would never be seen.
    stream.resume()
    const timer = setTimeout(() => stream.destroy(), lingerMs).unref()
    stream.once('close', () => clearTimeout(timer))
    this.#end(reason)
  }

  #end(reason: string): void {
    if (this.#closed !== undefined) return
    this.#closed = reason
    clearInterval(this.#timer)
    const written = [...this.#pending.values()]
    const unwritten = [...this.#requests, ...this.#dequeue(this.#queue.length)]
    this.#pending.clear()
    this.#requests = []
    this.#answers = []
    for (const item of written) item.reject(new SmppClosed(reason, true))
    for (const item of unwritten) item.reject(new SmppClosed(reason, false))
    if (!this.#stream.writableEnded) this.#stream.destroy()
    this.#settled()
    this.emit('close', reason)
  }
}

function encodeResponse(pdu: Exclude<IncomingRequest, { command: 'unknown' }>, response: Response): Buffer {
  const { status, message_id = '', system_id = '' } = response
  const { final_date = '', message_state = 0, error_code = 0 } = response
  const { sequence } = pdu
  switch (pdu.command) {
    case 'submit_sm':
    case 'deliver_sm':
      return encodePdu({ command: `${pdu.command}_resp`, status, sequence, message_id })
    case 'query_sm':
      return encodePdu({
        command: 'query_sm_resp',
        status,
        sequence,
        message_id,
        final_date,
        message_state,
        error_code,
      })
    case 'cancel_sm':
      return encodePdu({ command: 'cancel_sm_resp', status, sequence })
    case 'bind_receiver':
    case 'bind_transmitter':
    case 'bind_transceiver':
      return encodePdu({ command: `${pdu.command}_resp`, status, sequence, system_id })
  }
}

/** Waits for `promise`, but no longer than `ms`; `begin` runs once the waiting has begun. */
async function withinMs(ms: number, promise: Promise<unknown>, begin?: () => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)))
  begin?.()
  await Promise.race([promise, limit])
  clearTimeout(timer)
}
