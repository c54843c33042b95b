import {
  listen,
  readPart,
  STATUS,
  writeReceipt,
  concatenate,
  type BindPdu,
  type IncomingRequest,
  type ListenOptions,
  type Response,
  type Session,
  type ShortMessageFields,
  type ShortMessagePdu,
  type SmppServer,
} from '@kurenda/smpp'
import { decode, split } from '@kurenda/sms-text'
import type { Answer, FakeProvider, ReceiptState, Taken } from '#channels/conformance'
import { smpp, type SmppConfig } from './index.ts'

const stats: Record<ReceiptState, string> = {
  delivered: 'DELIVRD',
  failed: 'UNDELIV',
  expired: 'EXPIRED',
  buffered: 'ENROUTE',
}

interface Submitted extends Taken {
  id: number
  pdu: ShortMessagePdu
  session: Session
  bind: BindPdu
}

/** How providers name a message in its receipt; its submit was answered in decimal, or (odd ones) in hexadecimal. */
const dialects: Record<string, (id: number, stat: string) => Partial<ReturnType<typeof writeReceipt>>> = {
  'decimal, with parameters': (id, stat) => write(String(id), stat),
  'text only': (id, stat) => ({ ...write(String(id), stat), tlvs: [] }),
  hexadecimal: (id, stat) => ({ ...write(id.toString(16).toUpperCase(), stat), tlvs: [] }),
  'not marked as a receipt': (id, stat) => ({ ...write(String(id), stat), tlvs: [], esm_class: 0 }),
  'leading zeros': (id, stat) => ({ ...write(String(id).padStart(12, '0'), stat), tlvs: [] }),
}

function write(id: string, stat: string): ReturnType<typeof writeReceipt> {
  const at = new Date('2030-03-01T12:00:00Z')
  return writeReceipt({ id, stat, submittedAt: at, doneAt: at, text: '', err: stat === 'UNDELIV' ? '011' : '000' })
}

/** The provider's side of SMPP, for the connector's tests. */
export class SmppProvider implements FakeProvider<SmppConfig> {
  readonly connector = smpp
  readonly password = 'haslo123'
  readonly secrets = [this.password]
  readonly refusalWords = /nieprawidłowy numer odbiorcy/
  readonly wrongCredentials = { config: { password: 'zle-haslo' }, words: /błędne hasło/ }
  readonly longText = 'Zażółć gęślą jaźń. '.repeat(12)
  readonly nonsense = [
    { port: 0 },
    { port: '2775' },
    { host: '' },
    { systemId: 'x'.repeat(16) },
    { window: 0 },
    { binds: 11 },
    { bindMode: 'both' },
    { tls: true, tlsCa: 'nonsense' },
    { tls: true, tlsFingerprint: 'ab:cd' },
    { tlsServerName: 'smsc.example' },
    { senders: ['DŁUGA NAZWA URZĘDU'] },
    { concatenation: 'none' },
  ]
  readonly dialects = Object.keys(dialects)
  answer: Answer = 'accept'
  readonly taken: Submitted[] = []
  readonly binds: BindPdu[] = []
  /** How many connections asked to be let in. */
  attempts = 0
  mostBinds = 10
  /** The status with which a bind is refused; 0 lets it in. */
  refuseBind: (bind: BindPdu) => number = () => 0
  goodbyes = 0
  /** Answers a submit in its own way; undefined leaves it to `answer`. */
  answerTo: (taken: Submitted, index: number) => Promise<Response | undefined> | undefined = () => undefined
  /** Answers what is no submit. */
  answerOther: (pdu: IncomingRequest) => Promise<Response | undefined> = async () => undefined
  #letInto = 0
  readonly #transmitters = new WeakSet<Session>()
  #held: (() => void)[] = []
  #heard: () => void = () => {}
  #server: SmppServer | undefined
  #port = 0
  readonly #tls: ListenOptions['tls']

  private constructor(secure: ListenOptions['tls']) {
    this.#tls = secure
  }

  /** Resolves when that many parts have reached it. */
  async untilTaken(count: number): Promise<void> {
    while (this.taken.length < count) await new Promise<void>((resolve) => (this.#heard = resolve))
  }

  static async open(options: { tls?: NonNullable<ListenOptions['tls']> } = {}): Promise<SmppProvider> {
    const provider = new SmppProvider(options.tls)
    await provider.start()
    return provider
  }

  get config(): Record<string, unknown> {
    return {
      host: '127.0.0.1',
      port: this.#port,
      systemId: 'gmina',
      password: this.password,
      responseTimeoutSeconds: 1,
    }
  }

  get #receiving(): Session[] {
    return this.sessions.filter((session) => !this.#transmitters.has(session))
  }

  get sessions(): Session[] {
    return [...(this.#server?.sessions ?? [])]
  }

  async start(): Promise<void> {
    this.#server = await listen({
      port: this.#port,
      ...(this.#tls && { tls: this.#tls }),
      authenticate: async (bind) => this.#letIn(bind),
      onSession: (session, bind) => {
        this.binds.push(bind)
        if (bind.command === 'bind_transmitter') this.#transmitters.add(session)
        session.once('close', (reason) => {
          this.#letInto--
          if (reason.includes('good-bye')) this.goodbyes++
        })
      },
      onRequest: async (pdu, session, bind) =>
        pdu.command === 'submit_sm' ? this.#take(pdu, session, bind) : this.answerOther(pdu),
    })
    this.#port = this.#server.port
  }

  #letIn(bind: BindPdu): number {
    this.attempts++
    if (bind.password !== this.password) return STATUS.ESME_RINVPASWD
    if (this.#letInto >= this.mostBinds) return STATUS.ESME_RALYBND
    const status = this.refuseBind(bind)
    if (status === 0) this.#letInto++
    return status
  }

  async #take(pdu: ShortMessagePdu, session: Session, bind: BindPdu): Promise<Response> {
    const { coding, bytes } = readPart(pdu)
    const submitted: Submitted = {
      to: `+${pdu.destination_addr}`,
      from: pdu.source_addr_ton === 1 ? `+${pdu.source_addr}` : pdu.source_addr,
      text: decode(coding, bytes),
      id: 1_000_000 + this.taken.length,
      pdu,
      session,
      bind,
    }
    // Not part of what the suite compares.
    for (const hidden of ['id', 'pdu', 'session', 'bind'])
      Object.defineProperty(submitted, hidden, { enumerable: false })
    this.taken.push(submitted)
    this.#heard()
    const own = this.answerTo(submitted, this.taken.length - 1)
    if (own) {
      const response = await own
      if (response) return response
    }
    if (this.answer === 'hold') await new Promise<void>((resolve) => this.#held.push(resolve))
    if (this.answer === 'refuse') return { status: STATUS.ESME_RINVDSTADR }
    if (this.answer === 'throttle') return { status: STATUS.ESME_RTHROTTLED }
    return {
      status: STATUS.ESME_ROK,
      message_id: submitted.id % 2 === 0 ? String(submitted.id) : submitted.id.toString(16),
    }
  }

  release(): void {
    for (const answer of this.#held.splice(0)) answer()
  }

  async deliver(
    { from, to, text }: { from: string; to: string; text: string },
    over?: Session,
  ): Promise<'acknowledged' | 'refused'> {
    const { encoding, parts } = split(text)
    const bodies = concatenate(parts, encoding, 1, 'udh8')
    const answers = await Promise.all(bodies.map((body) => this.send({ ...addresses(from, to), ...body }, over)))
    return answers.every((status) => status === 0) ? 'acknowledged' : 'refused'
  }

  async receipt(dialect: string, index: number, state: ReceiptState): Promise<'acknowledged' | 'refused'> {
    const submitted = this.taken[index]
    const make = dialects[dialect]
    if (!submitted || !make) throw new Error(`no dialect ${dialect} or no submit ${index}`)
    const body = make(submitted.id, stats[state])
    const status = await this.send({ ...addresses(submitted.to, submitted.from), ...body })
    return status === 0 ? 'acknowledged' : 'refused'
  }

  /** Sends to the connector and says with which status it answered. */
  async send(request: Partial<ShortMessageFields>, over?: Session): Promise<number> {
    const session = over ?? this.#receiving.at(-1)
    if (!session) throw new Error('nobody is bound')
    return (await session.request({ ...request, command: 'deliver_sm' })).status
  }

  cut(): void {
    for (const session of this.sessions) session.destroy('cut')
  }

  async stop(): Promise<void> {
    await this.#server?.close()
    this.#server = undefined
  }

  async close(): Promise<void> {
    this.release()
    await this.stop()
  }
}

export function addresses(from: string, to: string): Partial<ShortMessageFields> {
  return {
    source_addr_ton: 1,
    source_addr_npi: 1,
    source_addr: from.replace(/^\+/, ''),
    dest_addr_ton: 1,
    dest_addr_npi: 1,
    destination_addr: to.replace(/^\+/, ''),
  }
}
