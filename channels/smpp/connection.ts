import type { Host, OutgoingMessage, Outcome, Session as ChannelSession } from '@kurenda/channel'
import {
  Reconnecting,
  SmppBindError,
  STATUS,
  statusName,
  statusWords,
  Throttle,
  type IncomingRequest,
  type Response,
  type Session,
} from '@kurenda/smpp'
import type { SmppConfig } from './config.ts'
import { receive } from './receive.ts'
import { submit, type Pace } from './submit.ts'

let connections = 0

/** One bound account, kept bound. */
export class SmppConnection implements ChannelSession {
  readonly #config: SmppConfig
  readonly #host: Host
  readonly #link: Reconnecting
  readonly #pace: Pace
  /** Of this process: the parts of two messages to one phone must not share a number soon. */
  #reference = Math.floor(Math.random() * 65_536)
  #connection = ''

  constructor(config: SmppConfig, host: Host) {
    this.#config = config
    this.#host = host
    this.#pace = new Throttle(() => performance.now())
    host.status({ is: 'connecting' })
    this.#link = new Reconnecting({
      host: config.host,
      port: config.port,
      tls: config.tls,
      systemId: config.systemId,
      password: config.password,
      systemType: config.systemType,
      enquireLinkMs: config.enquireLinkSeconds * 1000,
      responseTimeoutMs: config.responseTimeoutSeconds * 1000,
      mayWrite: () => host.mayWrite(),
      onUp: (session) => this.#up(session),
      onDown: (error, final) => this.#down(error, final),
      onRequest: (pdu) => this.#serve(pdu),
    })
  }

  #up(session: Session): void {
    this.#connection = `${process.pid}-${++connections}`
    this.#host.trace({ direction: 'out', at: this.#host.now(), operation: 'bind_transceiver', result: 'ESME_ROK' })
    this.#host.status(session.closed ? { is: 'connecting' } : { is: 'up' })
  }

  #down(error: Error, final: boolean): void {
    const refused = error instanceof SmppBindError
    const reason = refused ? `${statusWords(error.status, 'pl')} (${statusName(error.status)})` : error.message
    this.#host.trace({ direction: 'out', at: this.#host.now(), operation: 'bind_transceiver', result: reason })
    this.#host.status({ is: 'down', reason, final })
  }

  async #serve(pdu: IncomingRequest): Promise<Response> {
    if (pdu.command !== 'deliver_sm') return { status: STATUS.ESME_RINVCMDID }
    const incoming = receive(pdu, {
      connection: this.#connection,
      defaultAlphabet: this.#config.defaultAlphabet,
      at: this.#host.now(),
    })
    if (incoming) await this.#host.report(incoming)
    return { status: STATUS.ESME_ROK }
  }

  async send(message: OutgoingMessage, signal: AbortSignal): Promise<Outcome> {
    const session = this.#link.session
    if (!session) return { is: 'retry', reason: 'not-connected', afterMs: 1000 }
    this.#reference = (this.#reference + 1) & 0xffff
    return submit(message, {
      session,
      signal,
      pace: this.#pace,
      reference: this.#reference,
      concatenation: this.#config.concatenation,
    })
  }

  async close(graceMs?: number): Promise<void> {
    await this.#link.close(graceMs)
  }
}
