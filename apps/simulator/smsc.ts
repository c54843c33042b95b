import {
  concatenate,
  listen,
  readPart,
  STATUS,
  writeReceipt,
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

  function later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      work()
    }, ms)
    timers.add(timer)
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
    if (pdu.registered_delivery & 1)
      later(behaviour.delayMs, () => {
        const receipt = writeReceipt({
          id,
          stat: behaviour.receipt,
          ...(behaviour.err !== undefined && { err: behaviour.err }),
          submittedAt,
          doneAt: new Date(),
          text: Buffer.from(text ?? '', 'latin1').toString('latin1'),
        })
        waiting.push({ command: 'deliver_sm', ...addresses(number, pdu.source_addr), ...receipt })
        void drain()
      })
    if (text !== undefined && behaviour.receipt === 'DELIVRD')
      phones.add(number, { direction: 'in', other: pdu.source_addr, text, at: submittedAt.toISOString() })
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
    onRequest: async (pdu) => (pdu.command === 'submit_sm' ? submit(pdu) : { status: STATUS.ESME_RINVCMDID }),
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
