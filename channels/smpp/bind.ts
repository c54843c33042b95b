import type { Host, Words } from '@kurenda/channel'
import {
  Reconnecting,
  STATUS,
  statusName,
  type ConnectOptions,
  type IncomingRequest,
  type Pdu,
  type Response,
  type Session,
} from '@kurenda/smpp'
import { fromSmppAddress } from './address.ts'
import type { SmppConfig } from './config.ts'
import { receive } from './receive.ts'
import { downWords } from './words.ts'

type Mode = NonNullable<ConnectOptions['mode']>

export type BindState = { is: 'connecting' } | { is: 'up' } | Down
export interface Down {
  is: 'down'
  reason: Words
  final: boolean
}

export interface BindEvents {
  /** `ended`: a connection that was up is no more. */
  changed: (ended: boolean) => void
  late: (session: Session, pdu: Pdu) => void
  /** Names the connections that live now; see `Incoming`. */
  generation: () => string
}

/** One connection to the provider, kept bound. */
export class Bind {
  readonly mode: Mode
  state: BindState = { is: 'connecting' }
  readonly #config: SmppConfig
  readonly #host: Host
  readonly #events: BindEvents
  readonly #link: Reconnecting

  constructor(mode: Mode, config: SmppConfig, host: Host, events: BindEvents) {
    this.mode = mode
    this.#config = config
    this.#host = host
    this.#events = events
    this.#link = new Reconnecting({
      host: config.host,
      port: config.port,
      mode,
      tls: tlsOptions(config),
      ...(config.tlsFingerprint !== undefined && { pin: config.tlsFingerprint }),
      systemId: config.systemId,
      password: config.password,
      systemType: config.systemType,
      enquireLinkMs: config.enquireLinkSeconds * 1000,
      responseTimeoutMs: config.responseTimeoutSeconds * 1000,
      // Receipts are acknowledged once they are stored, thousands with one commit: answers to submits come on the same line.
      maxUnanswered: 10_000,
      mayWrite: () => host.mayWrite(),
      onUp: (session) => this.#up(session),
      onDown: (error, final) => this.#down(error, final),
      onRequest: (pdu) => this.#serve(pdu),
    })
  }

  /** The bound session, where this bind may send. */
  get sending(): Session | undefined {
    return this.mode === 'receiver' ? undefined : this.#link.session
  }

  #up(session: Session): void {
    session.on('lateResponse', (pdu) => this.#events.late(session, pdu))
    this.#trace('ESME_ROK', true)
    this.state = { is: 'up' }
    this.#events.changed(false)
  }

  #down(error: Error, final: boolean): void {
    const reason = downWords(error)
    this.#trace(reason.pl, false)
    const ended = this.state.is === 'up'
    this.state = { is: 'down', reason, final }
    this.#events.changed(ended)
  }

  #trace(result: string, ok: boolean): void {
    this.#host.trace({ direction: 'out', at: this.#host.now(), operation: `bind_${this.mode}`, result, ok })
  }

  async #serve(pdu: IncomingRequest): Promise<Response> {
    if (pdu.command !== 'deliver_sm') return { status: STATUS.ESME_RINVCMDID }
    const incoming = receive(pdu, {
      connection: this.#events.generation(),
      defaultAlphabet: this.#config.defaultAlphabet,
      at: this.#host.now(),
    })
    let status: number = STATUS.ESME_ROK
    try {
      if (incoming) await this.#host.report(incoming)
    } catch {
      // Not stored: the provider keeps it and sends it again (SMPP 3.4, 5.1.3: a temporary error of the receiver).
      status = STATUS.ESME_RX_T_APPN
    }
    const ok = status === STATUS.ESME_ROK && incoming !== undefined
    if (ok && !this.#host.isTraced()) return { status }
    this.#host.trace({
      direction: 'in',
      at: this.#host.now(),
      operation: 'deliver_sm',
      result: statusName(status),
      ok,
      address: fromSmppAddress({ ton: pdu.source_addr_ton, address: pdu.source_addr }),
      detail: describe(incoming),
    })
    return { status }
  }

  close(graceMs?: number): Promise<void> {
    return this.#link.close(graceMs)
  }
}

function describe(incoming: ReturnType<typeof receive>): string {
  if (!incoming) return 'a receipt that says nothing'
  if (incoming.is === 'receipt') return `receipt id ${incoming.ref} ${incoming.state} ${incoming.code ?? ''}`.trimEnd()
  if (incoming.is !== 'message' || !('bytes' in incoming.content)) return incoming.is
  const { bytes, part } = incoming.content
  return `text of ${bytes.length} bytes${part ? `, part ${part.number}/${part.total}` : ''}`
}

function tlsOptions(config: SmppConfig): NonNullable<ConnectOptions['tls']> {
  if (!config.tls) return false
  return {
    ...(config.tlsCa !== undefined && { ca: config.tlsCa }),
    ...(config.tlsServerName !== undefined && { servername: config.tlsServerName }),
  }
}
