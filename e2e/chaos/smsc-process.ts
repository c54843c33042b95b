import { listen, STATUS, writeReceipt, type Response, type Session, type ShortMessagePdu } from '@kurenda/smpp'
import { now } from '../../bench/monotonic.ts'
import { answerQuestions } from '../asked-process.ts'
import { seeded } from './random.ts'
import type { Accepted, Question, SmscRecord, SmscSettings } from './smsc.ts'

/**
 * A provider on a bad day, as a process of its own. What it does to a submit is drawn from a seed: it rejects some numbers for
 * good, asks to slow down, answers late or after the other side has given up, drops the connection with answers unsent; its
 * receipts come early, twice, out of order or for nothing that was ever sent. What it accepted it remembers, and a receipt is
 * kept until it is acknowledged.
 */
const settings = JSON.parse(process.argv[2] ?? '') as SmscSettings
const random = seeded(settings.seed)

const mostUnacknowledged = 500
const retryMs = 50
const rejectedOf = 211
const foreign = 48_600_950_000

/** Shares of the submits. */
const throttled = 0.01
const late = 0.003
const tooLate = 0.0004
/** Shares of the receipts. */
const early = 0.03
const twice = 0.03
const unknown = 0.005
const failed = 0.02
const expired = 0.004

const accepted: Accepted[] = []
const refused = new Set<string>()
const reached = { bulk: new Set<string>(), emergency: new Set<string>() }
const sessions = new Map<Session, number>()
const counts = { submits: 0, throttled: 0, drops: 0, tooLate: 0, unanswered: 0 }
const drops = new Set(settings.drops)
let calm = false
let refs = 4_000_000_000
let sessionIds = 0

type Receipt = ReturnType<typeof receiptOf>
/** Due receipts, in the order of their moments. */
const due: Receipt[] = []
let waiting = 0
let unacknowledged = 0

const server = await listen({
  port: 0,
  systemId: 'chaos',
  responseTimeoutMs: 5_000,
  authenticate: async () => STATUS.ESME_ROK,
  onSession: (session) => {
    idOf(session)
    pushReceipts()
  },
  onRequest: async (pdu, session) =>
    pdu.command === 'submit_sm' ? submit(pdu, session) : { status: STATUS.ESME_RINVCMDID },
})

function idOf(session: Session): number {
  const id = sessions.get(session) ?? ++sessionIds
  sessions.set(session, id)
  return id
}

function submit(pdu: ShortMessagePdu, session: Session): Response | Promise<Response> {
  const number = pdu.destination_addr.replace(/^\+/, '')
  counts.submits++
  if (isRejected(number)) {
    refused.add(number)
    return answer({ status: STATUS.ESME_RINVDSTADR })
  }
  if (happens(throttled)) {
    counts.throttled++
    return { status: STATUS.ESME_RTHROTTLED }
  }
  const draw = random()
  const stat = draw < failed ? 'UNDELIV' : draw < failed + expired ? 'EXPIRED' : 'DELIVRD'
  const message: Accepted = { number, ref: String(++refs), at: now(), session: idOf(session), stat }
  accepted.push(message)
  const list = Number(number) >= settings.emergencyFrom ? reached.emergency : reached.bulk
  list.add(number)
  if (drops.delete(accepted.length)) {
    // Those before it are dropped with it: accepted, and nobody on the other side knows.
    counts.drops++
    setImmediate(() => session.destroy('a bad day'))
  }
  const isEarly = happens(early)
  send(receiptOf(message), isEarly ? 0 : random() * 800)
  if (happens(twice)) send(receiptOf(message), random() * 1_500)
  if (happens(unknown)) send(receiptOf({ ...message, number: String(foreign), ref: `9${refs}` }), random() * 500)
  return answer({ status: STATUS.ESME_ROK, message_id: message.ref }, isEarly ? 40 : 0)
}

/** The same numbers in every attempt. */
function isRejected(number: string): boolean {
  return (Number(number) + settings.seed) % rejectedOf === 0
}

function happens(share: number): boolean {
  return random() < share && !calm
}

async function answer(response: Response, more = 0): Promise<Response> {
  let ms = more + 5 + random() * 20
  if (happens(late)) ms = 200 + random() * 1_300
  if (happens(tooLate)) {
    counts.tooLate++
    ms = settings.responseTimeoutMs + 500 + random() * 1_500
  }
  counts.unanswered++
  await new Promise((resolve) => setTimeout(resolve, ms))
  counts.unanswered--
  return response
}

function receiptOf({ number, ref, stat }: Pick<Accepted, 'number' | 'ref' | 'stat'>) {
  const at = new Date()
  const err = stat === 'DELIVRD' ? '000' : '001'
  return {
    command: 'deliver_sm' as const,
    source_addr_ton: 1,
    source_addr_npi: 1,
    source_addr: number,
    ...writeReceipt({ id: ref, stat, err, submittedAt: at, doneAt: at }),
  }
}

function send(receipt: Receipt, afterMs: number): void {
  waiting++
  const put = () => {
    due.push(receipt)
    pushReceipts()
  }
  if (afterMs === 0) put()
  else setTimeout(put, afterMs)
}

/** To whoever bound last: one that sleeps or is gone does not acknowledge, and its receipts go to the next. */
function pushReceipts(): void {
  const session = [...server.sessions].at(-1)
  while (session && !session.closed && unacknowledged < mostUnacknowledged) {
    const receipt = due.shift()
    if (!receipt) return
    unacknowledged++
    void session.request(receipt).then(
      ({ status }) => settleReceipt(receipt, status === 0),
      () => settleReceipt(receipt, false),
    )
  }
}

function settleReceipt(receipt: Receipt, isTaken: boolean): void {
  unacknowledged--
  if (isTaken) {
    waiting--
    pushReceipts()
  } else
    setTimeout(() => {
      due.push(receipt)
      pushReceipts()
    }, retryMs)
}

function reply(question: Question): unknown {
  switch (question) {
    case 'port':
      return server.port
    case 'calm':
      calm = true
      drops.clear()
      return undefined
    case 'progress':
      return {
        bulk: reached.bulk.size,
        emergency: reached.emergency.size,
        waiting: waiting + counts.unanswered,
        session: sessionIds,
      }
    case 'record':
      return { accepted, refused, ...counts } satisfies SmscRecord
  }
}

answerQuestions(reply, () => server.close())
