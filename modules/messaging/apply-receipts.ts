import type { Client } from '#platform/db'
import { storable, type Changes } from './changes.ts'
import type { Learnt } from './insert-refs.ts'
import type { Item } from './items.ts'
import type { KnownMessage, KnownMessages } from './known-messages.ts'
import { stateName, type MessageEvent } from './lifecycle.ts'
import { park, unpark, unparkTakenOver, type Arrived } from './parked-receipts.ts'

const receiptEvents: Record<Arrived['receipt']['state'], MessageEvent | undefined> = {
  delivered: 'receiptDelivered',
  failed: 'receiptFailed',
  expired: 'receiptExpired',
  buffered: undefined,
}

/** The message that a reference names. */
interface Named {
  message: KnownMessage
  part: number
  /** The reference is of an attempt before the present one. */
  isOld?: boolean
}

/**
 * Receipts of this batch, and those parked earlier for what was accepted just now. Returns the channels that have receipts for
 * which no message is known yet.
 * @param about `learnt`: the references that this batch accepts; `late`: those of them that memory does not know yet
 */
export async function applyReceipts(
  client: Client,
  items: readonly Item[],
  about: { known: KnownMessages; changes: Changes; learnt: readonly Learnt[]; late: readonly Learnt[] },
): Promise<Set<number>> {
  const { learnt, late, changes, known } = about
  const fresh = new Map(late.map((l) => [`${l.channelId} ${l.ref}`, l]))
  const arrived: Arrived[] = items.flatMap((item) =>
    item.is === 'receipt' && receiptEvents[item.receipt.state]
      ? [
          {
            channelId: item.channelId,
            refs: [item.receipt.ref, ...(item.receipt.otherRefs ?? [])].map(storable),
            receipt: item.receipt,
          },
        ]
      : [],
  )
  arrived.push(...(await unpark(client, learnt)), ...(await unparkTakenOver(client, items)))
  const find = (a: Arrived) => firstFit(a, (ref) => fresh.get(`${a.channelId} ${ref}`) ?? known.find(a.channelId, ref))
  const unknown = arrived.filter((a) => !find(a))
  const looked = await lookUp(client, unknown)
  const parked: Arrived[] = []
  for (const a of arrived) {
    const found = find(a) ?? firstFit(a, (ref) => looked.get(`${a.channelId} ${ref}`))
    const isQueued = found !== undefined && changes.stateOf(found.message) === 'queued'
    // It was sent again since: only that it arrived after all is still news.
    if (found?.isOld && (isQueued || a.receipt.state !== 'delivered')) continue
    // Still queued: its reference was stored a moment ago, and its acceptance comes in one of the next batches.
    if (found && !isQueued) applyReceipt(changes, found.message, found.part, a.receipt)
    else parked.push(a)
  }
  await park(client, parked)
  return new Set(parked.map((a) => a.channelId))
}

/**
 * The first spelling that names a message. A decimal reference read as hexadecimal may be another message's: such a
 * reading counts only where the number agrees.
 */
function firstFit({ refs, receipt }: Arrived, find: (ref: string) => Named | undefined): Named | undefined {
  for (const [i, ref] of refs.entries()) {
    const found = find(ref)
    if (found && (i === 0 || receipt.address === undefined || sameNumber(receipt.address, found.message.to)))
      return found
  }
  return undefined
}

/** National or international, with or without the plus sign: the last nine digits decide. */
function sameNumber(a: string, b: string): boolean {
  return a.slice(-9) === b.slice(-9)
}

/** A message of several parts is delivered when all are; one that failed fails it. */
function applyReceipt(changes: Changes, message: KnownMessage, part: number, receipt: Arrived['receipt']): void {
  const event = receiptEvents[receipt.state]
  if (!event) return
  if (event === 'receiptDelivered') {
    const whole = 2 ** message.parts - 1
    if (changes.confirmPart(message, part, receipt.at) < whole) return
  }
  changes.apply(message, event, receipt.at, receipt.code ?? null)
}

async function lookUp(client: Client, arrived: readonly Arrived[]): Promise<Map<string, Named>> {
  const found = new Map<string, Named>()
  if (arrived.length === 0) return found
  const asked = arrived.flatMap((a) => a.refs.map((ref) => ({ channelId: a.channelId, ref })))
  const { rows } = await client.query<{
    channel_id: number
    ref: string
    part: number
    organization_id: number
    sent_on: string
    id: number
    broadcast_id: number | null
    to_value: string
    parts: number
    state: number
    delivered_parts: number
    attempt: number
    is_old: boolean
  }>({
    text: `SELECT r.channel_id, r.ref, r.part, m.organization_id, m.sent_on, m.id, m.broadcast_id, b.to_value,
         coalesce(r.refs, m.parts) AS parts, m.state, m.delivered_parts, m.attempt,
         r.attempt IS DISTINCT FROM m.attempt AND r.attempt IS NOT NULL AS is_old
       FROM unnest($1::int[], $2::text[]) AS u(c, f) JOIN message_ref r ON r.channel_id = u.c AND r.ref = u.f
       JOIN message m ON m.organization_id = r.organization_id AND m.sent_on = r.sent_on AND m.id = r.message_id
       JOIN message_body b ON b.organization_id = r.organization_id AND b.sent_on = r.sent_on AND b.id = r.message_id
       ORDER BY r.day`,
    values: [asked.map((a) => a.channelId), asked.map((a) => a.ref)],
  })
  const messages = new Map<number, KnownMessage>()
  for (const row of rows) {
    const message = messages.get(row.id) ?? {
      organizationId: row.organization_id,
      sentOn: row.sent_on,
      id: row.id,
      broadcastId: row.broadcast_id,
      to: row.to_value,
      parts: row.parts,
      state: stateName(row.state),
      attempt: row.attempt,
      deliveredParts: row.delivered_parts,
    }
    messages.set(row.id, message)
    // Providers use their references again after months: the latest wins.
    found.set(`${row.channel_id} ${row.ref}`, { part: row.part, message, isOld: row.is_old })
  }
  return found
}
