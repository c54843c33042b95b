import { setTimeout as pause } from 'node:timers/promises'
import { listen, writeReceipt, type Session } from '@kurenda/smpp'
import { answerQuestions } from '../e2e/asked-process.ts'
import { now } from './monotonic.ts'

export interface SinkStats {
  submits: number
  /** Numbers that a submit came to. */
  reached: number
  receipts: number
  /** When the first and the last submit came; undefined before. */
  first: number | undefined
  last: number | undefined
}

export type Question =
  | { is: 'port' | 'stats' | 'forget' }
  | { is: 'timesOf'; first: number; count: number; since: number }
  | { is: 'write'; from: string; to: string; text: string }
  | { is: 'writeMany'; from: number; to: string; perSecond: number; seconds: number; text?: string }

let stats: SinkStats = { submits: 0, reached: 0, receipts: 0, first: undefined, last: undefined }
/** The latest submit to each number. */
const latest = new Map<string, number>()
let refs = 0

const server = await listen({
  port: 0,
  authenticate: async () => 0,
  onRequest: async (pdu, session) => {
    if (pdu.command !== 'submit_sm') return { status: 3 }
    const at = now()
    stats.submits++
    stats.first ??= at
    stats.last = at
    latest.set(pdu.destination_addr, at)
    const ref = String(++refs)
    if (pdu.registered_delivery) setImmediate(() => receipt(session, ref, pdu.destination_addr))
    return { status: 0, message_id: ref }
  },
})

function receipt(session: Session, ref: string, from: string): void {
  const at = new Date()
  session
    .request({
      command: 'deliver_sm',
      source_addr_ton: 1,
      source_addr_npi: 1,
      source_addr: from,
      ...writeReceipt({ id: ref, stat: 'DELIVRD', submittedAt: at, doneAt: at }),
    })
    .then(() => void stats.receipts++)
    .catch(() => undefined)
}

async function write(from: string, to: string, text: string): Promise<void> {
  const [session] = server.sessions
  await session?.request({
    command: 'deliver_sm',
    source_addr_ton: 1,
    source_addr_npi: 1,
    source_addr: from,
    dest_addr_ton: 1,
    dest_addr_npi: 1,
    destination_addr: to,
    short_message: Buffer.from(text),
  })
}

/** Evenly over the time, whatever the answers take. */
async function writeMany(
  from: number,
  to: string,
  perSecond: number,
  seconds: number,
  text?: string,
): Promise<number[]> {
  const began = now()
  const waits: Promise<number>[] = []
  while (waits.length < perSecond * seconds) {
    const due = Math.min(perSecond * seconds, Math.floor(((now() - began) / 1000) * perSecond))
    while (waits.length < due) {
      const at = now()
      waits.push(write(String(from + waits.length), to, text ?? `Pytanie ${waits.length}`).then(() => now() - at))
    }
    await pause(2)
  }
  return Promise.all(waits)
}

function answer(question: Question): unknown {
  switch (question.is) {
    case 'port':
      return server.port
    case 'stats':
      return { ...stats, reached: latest.size }
    case 'forget':
      stats = { submits: 0, reached: 0, receipts: 0, first: undefined, last: undefined }
      latest.clear()
      return undefined
    case 'timesOf':
      return Array.from({ length: question.count }, (_, i) => {
        const at = latest.get(String(question.first + i))
        return at !== undefined && at >= question.since ? at : undefined
      })
    case 'write':
      return write(question.from, question.to, question.text)
    case 'writeMany':
      return writeMany(question.from, question.to, question.perSecond, question.seconds, question.text)
  }
}

answerQuestions(answer, () => server.close())
