import {
  concatenate,
  listen,
  messageState,
  readPart,
  STATUS,
  writeReceipt,
  type CancelFields,
  type ListenOptions,
  type QueryFields,
  type Request,
  type Response,
  type Session,
  type ShortMessagePdu,
  type SmppServer,
} from '@kurenda/smpp'
import { decode, split } from '@kurenda/sms-text'
import { behaviourOf } from './behaviour.ts'
import type { Phones } from './phones.ts'

export interface Smsc {
  server: SmppServer
  /** A phone writes: kept until someone is bound. */
  write(from: string, to: string, text: string): void
  close(): Promise<void>
}

/** What became of a submit. */
interface Submitted {
  from: string
  stat: string
  /** The phone has it, or never will. */
  done: boolean
  /** Ends the wait for its receipt. */
  forget: () => void
}

/** A text that takes so long reaches its phone together with its receipt; any other at once, and only the receipt lags. */
const slowMs = 5_000

/** Of older ones nothing is known any more, as at any provider. */
const mostSubmitted = 20_000

interface Parts {
  texts: Map<number, Uint8Array>
  total: number
}

/** A provider of our own: takes submits as any operator does, and sends receipts and texts from the phones. */
export async function openSmsc(options: {
  host: string
  port: number
  systemId: string
  password: string
  phones: Phones
}): Promise<Smsc> {
  const { phones } = options
  const parts = new Map<string, Parts>()
  const throttled = new Set<string>()
  /** What waits for a bound session, oldest first. */
  const waiting: Request[] = []
  const submits = new Map<string, Submitted>()
  const timers = new Set<NodeJS.Timeout>()
  let sending = false
  let messageId = Date.now() * 1000
  let reference = 0

  async function drain(): Promise<void> {
    if (sending) return
    sending = true
    try {
      for (;;) {
        const session: Session | undefined = [...server.sessions].at(-1)
        const batch = waiting.slice(0, 200)
        if (!session || batch.length === 0) return
        const answers = await Promise.allSettled(batch.map((request) => session.request(request)))
        const failed = batch.filter((_, i) => {
          const answer = answers[i]
          return answer?.status !== 'fulfilled' || answer.value.status !== 0
        })
        waiting.splice(0, batch.length, ...failed)
        if (failed.length === batch.length) return
      }
    } finally {
      sending = false
    }
  }

  /** Returns how to forget it. */
  function later(ms: number, work: () => void): () => void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      work()
    }, ms)
    timers.add(timer)
    return () => {
      clearTimeout(timer)
      timers.delete(timer)
    }
  }

  function join(pdu: ShortMessagePdu, number: string): string | undefined {
    const { coding, bytes, part } = readPart(pdu)
    if (!part) return decode(coding, bytes)
    const key = `${pdu.source_addr} ${number} ${part.reference} ${part.total}`
    const known = parts.get(key) ?? { texts: new Map<number, Uint8Array>(), total: part.total }
    known.texts.set(part.number, Uint8Array.from(bytes))
    parts.set(key, known)
    if (known.texts.size < part.total) return undefined
    parts.delete(key)
    const inOrder = [...known.texts].sort(([a], [b]) => a - b).map(([, text]) => text)
    return decode(coding, Buffer.concat(inOrder))
  }

  function remember(id: string, submitted: Submitted): void {
    submits.set(id, submitted)
    const oldest = submits.keys().next().value
    if (submits.size > mostSubmitted && oldest !== undefined) submits.delete(oldest)
  }

  /** Only whoever sent a message may ask about it. */
  function find({ message_id, source_addr }: QueryFields): Submitted | undefined {
    const submitted = submits.get(message_id)
    return submitted?.from === source_addr ? submitted : undefined
  }

  function query(pdu: QueryFields): Response {
    const submitted = find(pdu)
    if (!submitted) return { status: STATUS.ESME_RQUERYFAIL }
    return { status: STATUS.ESME_ROK, message_id: pdu.message_id, message_state: messageState(submitted.stat) }
  }

  /** What has not reached the phone is given up, and its receipt says so. */
  function cancel(pdu: CancelFields): Response {
    const submitted = find(pdu)
    if (!submitted || submitted.done) return { status: STATUS.ESME_RCANCELFAIL }
    submitted.forget()
    return { status: STATUS.ESME_ROK }
  }

  function answer(pdu: Parameters<ListenOptions['onRequest']>[0]): Response | Promise<Response> {
    switch (pdu.command) {
      case 'submit_sm':
        return submit(pdu)
      case 'query_sm':
        return query(pdu)
      case 'cancel_sm':
        return cancel(pdu)
      default:
        return { status: STATUS.ESME_RINVCMDID }
    }
  }

  async function submit(pdu: ShortMessagePdu): Promise<Response> {
    const number = `+${pdu.destination_addr.replace(/^\+/, '')}`
    const behaviour = behaviourOf(number, throttled.has(number))
    if (behaviour.refuse) {
      if (behaviour.refuse === 'ESME_RTHROTTLED') throttled.add(number)
      return { status: STATUS[behaviour.refuse] }
    }
    const id = String(messageId++)
    const submittedAt = new Date()
    const text = join(pdu, number)
    const tell = (stat: string, err?: string) => {
      if (!(pdu.registered_delivery & 1)) return
      const receipt = writeReceipt({
        id,
        stat,
        ...(err !== undefined && { err }),
        submittedAt,
        doneAt: new Date(),
        text: Buffer.from(text ?? '', 'latin1').toString('latin1'),
      })
      waiting.push({ command: 'deliver_sm', ...addresses(number, pdu.source_addr), ...receipt })
      void drain()
    }
    const show = () => {
      if (text === undefined || behaviour.receipt !== 'DELIVRD') return
      phones.add(number, { direction: 'in', other: pdu.source_addr, text, at: new Date().toISOString() })
    }
    const slow = behaviour.delayMs >= slowMs
    const submitted: Submitted = { from: pdu.source_addr, stat: 'ENROUTE', done: !slow, forget: () => {} }
    const end = (stat: string, err?: string) => {
      submitted.stat = stat
      submitted.done = true
      tell(stat, err)
    }
    const forget = later(behaviour.delayMs, () => {
      if (slow) show()
      end(behaviour.receipt, behaviour.err)
    })
    submitted.forget = () => {
      forget()
      end('DELETED')
    }
    remember(id, submitted)
    if (!slow) show()
    return { status: STATUS.ESME_ROK, message_id: id }
  }

  function addresses(from: string, to: string): Partial<ShortMessagePdu> {
    return {
      source_addr_ton: 1,
      source_addr_npi: 1,
      source_addr: from.replace(/^\+/, ''),
      dest_addr_ton: 1,
      dest_addr_npi: 1,
      destination_addr: to.replace(/^\+/, ''),
    }
  }

  const server = await listen({
    host: options.host,
    port: options.port,
    systemId: 'simulator',
    authenticate: async ({ system_id, password }) =>
      system_id !== options.systemId
        ? STATUS.ESME_RINVSYSID
        : password !== options.password
          ? STATUS.ESME_RINVPASWD
          : STATUS.ESME_ROK,
    onSession: () => void drain(),
    onRequest: async (pdu) => answer(pdu),
  })

  return {
    server,
    write(from, to, text) {
      const { encoding, parts: bodies } = split(text)
      reference = (reference + 1) & 0xff
      for (const body of concatenate(bodies, encoding, reference, 'udh8'))
        waiting.push({ command: 'deliver_sm', ...addresses(from, to), ...body })
      phones.add(from, { direction: 'out', other: to, text, at: new Date().toISOString() })
      void drain()
    },
    async close() {
      for (const timer of timers) clearTimeout(timer)
      await server.close()
    },
  }
}
