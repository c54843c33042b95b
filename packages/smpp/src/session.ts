import { EventEmitter } from 'node:events'
import type { Duplex } from 'node:stream'
import { decodePdu, SmppDecodeError } from './decode.ts'
import { encodePdu } from './encode.ts'
import { Framer } from './frame.ts'
import { COMMAND, type Pdu, type Request, type ShortMessageRespPdu, type BindRespPdu, type PlainPdu } from './pdu.ts'
import { STATUS } from './status.ts'

/** No answer within the time allowed. The bytes were written: nobody knows whether the request was carried out. */
export class SmppTimeout extends Error {
  readonly written = true
}

/** The connection ended. `written`: whether the request's bytes may have reached the peer. */
export class SmppClosed extends Error {
  readonly written: boolean
  constructor(message: string, written: boolean) {
    super(message)
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
  /** Asked just before bytes of a request are handed to the socket (a lease's deadline); false refuses with `written: false`. */
  mayWrite?: () => boolean
  /** Milliseconds that never jump. */
  now?: () => number
  /** Carries out a request of the peer; what it throws is answered with ESME_RSYSERR. */
  onRequest: (pdu: IncomingRequest, session: Session) => Promise<Response | undefined>
}

export type IncomingRequest = Exclude<Pdu, BindRespPdu | ShortMessageRespPdu | PlainPdu>
export type Response = { status: number; message_id?: string; system_id?: string }

interface Pending {
  deadline: number
  resolve: (pdu: Pdu) => void
  reject: (error: Error) => void
}
interface Queued {
  bytes: Buffer
  sequence: number
  pending: Pending
}

const lastSequence = 0x7fffffff
/** How often deadlines are looked at: one timer a session, not one a request. */
const sweepMs = 250

/**
 * One SMPP connection, either side. Emits `close` (with a reason) once, and `lateResponse` (Pdu) for an answer whose
 * request had timed out. Never throws out of an event; garbage ends it with generic_nack.
 */
export class Session extends EventEmitter<{ close: [reason: string]; lateResponse: [pdu: Pdu] }> {
  readonly #stream: Duplex
  readonly #options: Required<Omit<SessionOptions, 'onRequest'>> & Pick<SessionOptions, 'onRequest'>
  readonly #framer: Framer
  readonly #pending = new Map<number, Pending>()
  /** Requests that wait for the socket to drain: nothing waits in user space once written. */
  #queue: Queued[] = []
  /** PDUs of this turn of the event loop, written with one call. */
  #batch: Buffer[] = []
  #flushing = false
  #full = false
  #sequence = 0
  #unanswered = 0
  #heard: number
  #asked = false
  #closing = false
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
    return this.#pending.size + this.#queue.length
  }

  get closed(): boolean {
    return this.#closed !== undefined
  }

  /**
   * Sends a request and resolves with its response (whatever its status; a generic_nack too).
   * @throws SmppTimeout | SmppClosed; RangeError where a field does not fit
   */
  request(request: Request): Promise<Pdu> {
    return new Promise((resolve, reject) => {
      if (this.#closed !== undefined) return reject(new SmppClosed(this.#closed, false))
      const sequence = this.#nextSequence()
      const bytes = encodePdu({ ...request, status: 0, sequence })
      const pending: Pending = { deadline: 0, resolve, reject }
      if (this.#full) this.#queue.push({ bytes, sequence, pending })
      else this.#write({ bytes, sequence, pending })
    })
  }

  #nextSequence(): number {
    do this.#sequence = this.#sequence >= lastSequence ? 1 : this.#sequence + 1
    while (this.#pending.has(this.#sequence))
    return this.#sequence
  }

  #write({ bytes, sequence, pending }: Queued): void {
    if (!this.#options.mayWrite()) return pending.reject(new SmppClosed('not allowed to write any more', false))
    pending.deadline = this.#options.now() + this.#options.responseTimeoutMs
    this.#pending.set(sequence, pending)
    this.#put(bytes)
  }

  /** Gathers the PDUs of this turn into one write. The turn ends before the process can be stopped and continued between check and write. */
  #put(bytes: Buffer): void {
    this.#batch.push(bytes)
    if (this.#flushing) return
    this.#flushing = true
    queueMicrotask(() => this.#flush())
  }

  #flush(): void {
    this.#flushing = false
    const batch = this.#batch
    this.#batch = []
    if (this.#stream.destroyed || batch.length === 0) return
    const first = batch[0]
    if (!this.#stream.write(batch.length === 1 && first ? first : Buffer.concat(batch))) this.#full = true
  }

  #drained(): void {
    this.#full = false
    while (!this.#full && this.#queue.length > 0) {
      for (const item of this.#queue.splice(0, 64)) this.#write(item)
      this.#flush()
    }
  }

  #read(chunk: Buffer): void {
    this.#heard = this.#options.now()
    this.#asked = false
    try {
      this.#framer.push(chunk, (frame) => this.#take(frame))
    } catch (error) {
      // A length that cannot be: nothing after it can be understood (3.4, 4.3).
      this.#put(encodePdu({ command: 'generic_nack', status: STATUS.ESME_RINVCMDLEN, sequence: 0 }))
      this.#giveUp(error instanceof Error ? error.message : 'garbage')
    }
  }

  #take(frame: Buffer): void {
    let pdu: Pdu
    try {
      pdu = decodePdu(frame)
    } catch (error) {
      if (!(error instanceof SmppDecodeError)) throw error
      return this.#refuse(error)
    }
    if (pdu.command === 'unknown') {
      if (pdu.id < 0x80000000)
        this.#put(encodePdu({ command: 'generic_nack', status: STATUS.ESME_RINVCMDID, sequence: pdu.sequence }))
    } else if (COMMAND[pdu.command] >= 0x80000000) this.#answer(pdu)
    else if (pdu.command === 'enquire_link')
      this.#put(encodePdu({ command: 'enquire_link_resp', status: 0, sequence: pdu.sequence }))
    else if (pdu.command === 'unbind') {
      this.#put(encodePdu({ command: 'unbind_resp', status: 0, sequence: pdu.sequence }))
      this.#giveUp('the peer said good-bye')
    } else void this.#serve(pdu as IncomingRequest)
  }

  /** A request that cannot be read is answered with its own response where there is one; a response settles its request. */
  #refuse(error: SmppDecodeError): void {
    if (error.commandId >= 0x80000000) {
      this.#answer({ command: 'generic_nack', status: error.status, sequence: error.sequence })
      return
    }
    const status = error.status
    const sequence = error.sequence
    if (error.commandId === COMMAND.submit_sm)
      this.#put(encodePdu({ command: 'submit_sm_resp', status, sequence, message_id: '' }))
    else if (error.commandId === COMMAND.deliver_sm)
      this.#put(encodePdu({ command: 'deliver_sm_resp', status, sequence, message_id: '' }))
    else this.#put(encodePdu({ command: 'generic_nack', status, sequence }))
  }

  #answer(pdu: Pdu): void {
    const pending = this.#pending.get(pdu.sequence)
    if (!pending) {
      this.emit('lateResponse', pdu)
      return
    }
    this.#pending.delete(pdu.sequence)
    pending.resolve(pdu)
  }

  async #serve(pdu: IncomingRequest): Promise<void> {
    if (++this.#unanswered >= this.#options.maxUnanswered) this.#stream.pause()
    let response: Response | undefined
    try {
      response = await this.#options.onRequest(pdu, this)
    } catch {
      response = { status: STATUS.ESME_RSYSERR }
    }
    if (--this.#unanswered < this.#options.maxUnanswered / 2) this.#stream.resume()
    if (this.#closed !== undefined) return
    const { sequence } = pdu
    const status = response?.status ?? STATUS.ESME_RINVCMDID
    switch (pdu.command) {
      case 'submit_sm':
      case 'deliver_sm':
        return this.#put(
          encodePdu({ command: `${pdu.command}_resp`, status, sequence, message_id: response?.message_id ?? '' }),
        )
      case 'bind_receiver':
      case 'bind_transmitter':
      case 'bind_transceiver':
        return this.#put(
          encodePdu({ command: `${pdu.command}_resp`, status, sequence, system_id: response?.system_id ?? '' }),
        )
      case 'unknown':
        return
    }
  }

  /** Looks at the deadlines; called by the session's own timer, and by tests that hold the clock. */
  sweep(): void {
    if (this.#closed !== undefined) return
    const now = this.#options.now()
    // Requests are kept in the order of their deadlines.
    for (const [sequence, pending] of this.#pending) {
      if (pending.deadline > now) break
      this.#pending.delete(sequence)
      pending.reject(new SmppTimeout('no answer in time'))
    }
    const silent = now - this.#heard
    if (silent > this.#options.silenceMs) return this.#giveUp('the peer has been silent for too long')
    if (silent > this.#options.enquireLinkMs && !this.#asked && !this.#closing) {
      this.#asked = true
      this.request({ command: 'enquire_link' }).catch(() => {})
    }
  }

  /** Waits up to `graceMs` for answers, says good-bye and closes. */
  async close(graceMs = 5_000): Promise<void> {
    if (this.#closed !== undefined) return
    this.#closing = true
    const end = this.#options.now() + graceMs
    while (this.pendingCount > 0 && !this.closed && this.#options.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 10))
    if (this.closed) return
    const bye = this.request({ command: 'unbind' }).catch(() => undefined)
    let timer: NodeJS.Timeout | undefined
    await Promise.race([bye, new Promise((resolve) => (timer = setTimeout(resolve, Math.min(1_000, graceMs + 100))))])
    clearTimeout(timer)
    this.#giveUp('closed')
  }

  /** Ends the connection at once. */
  destroy(reason = 'closed'): void {
    this.#giveUp(reason)
  }

  #giveUp(reason: string): void {
    if (this.#closed !== undefined) return
    this.#flush()
    // What is written goes out; a peer that does not read must not keep the socket.
    this.#stream.end()
    this.#end(reason)
    const stream = this.#stream
    setTimeout(() => stream.destroy(), 500).unref()
  }

  #end(reason: string): void {
    if (this.#closed !== undefined) return
    this.#closed = reason
    clearInterval(this.#timer)
    const pending = [...this.#pending.values()]
    const queued = this.#queue
    this.#pending.clear()
    this.#queue = []
    this.#batch = []
    for (const { reject } of pending) reject(new SmppClosed(reason, true))
    for (const item of queued) item.pending.reject(new SmppClosed(reason, false))
    if (!this.#stream.writableEnded) this.#stream.destroy()
    this.emit('close', reason)
  }
}
