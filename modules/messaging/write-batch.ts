import { findAnsweredLate } from './answered-late.ts'
import { insertRefs, type Learnt } from './insert-refs.ts'
import { lockFences } from './lease.ts'
import { plainArray, textArray, type Client } from '#platform/db'
import { Changes, storable } from './changes.ts'
import type { Item, ItemOf, IncomingMessage, IncomingReceipt } from './items.ts'
import type { KnownMessage, KnownMessages } from './known-messages.ts'
import { stateName, STATES, type MessageEvent } from './lifecycle.ts'
import { retryAfter } from './retry-policy.ts'
import { findUncertain } from './settle-uncertain.ts'

/** Stores whole texts; belongs to a module above this one, so it comes from outside. */
export type Receive = (
  client: Client,
  channel: { organizationId: number; channelId: number },
  messages: readonly IncomingMessage[],
) => Promise<unknown>

export interface Written {
  /** Items of leases that no longer hold: they were not written. */
  refused: Set<Item>
  changes: Changes
  /** References of messages that this batch accepts: parked receipts may wait for them. */
  learnt: Learnt[]
  /** Those of late answers among them, to be remembered once committed. */
  late: Learnt[]
  /** Channels that hold receipts for which no message is known. */
  parked: Set<number>
  /** New chunks were made. */
  requeued: boolean
  received: boolean
}

/** What memory held of a message was no longer true, and is forgotten: the batch is to be written again. */
export class StaleMemory extends Error {}

type Numbered = ItemOf<'outcome'> | ItemOf<'stopped'>

/** Writes one batch in the caller's transaction: fences, references, receipts, changes, retries, chunks, incoming texts. */
export async function writeBatch(
  client: Client,
  items: readonly Item[],
  about: { known: KnownMessages; receive: Receive; now: Date },
): Promise<Written> {
  const fences = new Map(items.map((item) => [item.channelId, item.fence]))
  const held = await lockFences(client, fences)
  const refused = new Set(
    items.filter((item) => !held.has(item.channelId) || fences.get(item.channelId) !== item.fence),
  )
  const good = items.filter((item) => !refused.has(item))
  const changes = new Changes()
  const written: Written = {
    refused,
    changes,
    learnt: [],
    late: [],
    parked: new Set(),
    requeued: false,
    received: false,
  }

  const retries: { item: ItemOf<'outcome'>; afterMs: number }[] = []
  for (const item of good) {
    if (item.is === 'accepted') {
      changes.apply(item.known, 'accept', item.at)
      written.learnt.push(...learntOf(item))
    }
    if (item.is === 'stopped') changes.apply(queued(item), item.event, item.at)
    if (item.is === 'outcome') applyOutcome(item, { changes, retries, now: about.now })
  }
  await applyLate(client, good, { changes, written })
  await applyReceipts(client, good, { ...about, changes, written })
  for (const item of good)
    if (item.is === 'settleUncertain')
      for (const found of await findUncertain(client, item.channelId))
        changes.apply(found.message, found.event, found.at, found.reason)
  const stale = await changes.write(client)
  if (stale.length > 0 && forgetStale(stale, about.known, good)) throw new StaleMemory()
  await requeue(client, retries)
  written.requeued = retries.length > 0
  await returnChunks(client, good)
  written.received = await receiveAll(client, good, about.receive)
  return written
}

/** The references of an accepted message, as they are stored. */
export function learntOf({ channelId, fence, known: message, refs, attempt, at }: ItemOf<'accepted'>): Learnt[] {
  return refs.map((ref, part) => ({ channelId, fence, ref, message, part, attempt, refs: refs.length, at }))
}

/** An outcome whose references are to be stored before its state. */
export function toAccepted(item: ItemOf<'outcome'>, refs: readonly string[]): ItemOf<'accepted'> {
  const { channelId, organizationId, fence, chunk, at, written } = item
  const known: KnownMessage = { ...queued(item), parts: refs.length }
  const under = { channelId, organizationId, fence }
  return { is: 'accepted', ...under, known, refs: refs.map(storable), attempt: chunk.attempt, at, written }
}

/** The message of an item as it was when its chunk was read. */
function queued({ message, chunk, organizationId }: Numbered): KnownMessage {
  return {
    organizationId,
    sentOn: chunk.sentOn,
    id: message.id,
    broadcastId: chunk.broadcastId,
    to: message.to,
    parts: message.parts,
    state: 'queued',
    deliveredParts: 0,
  }
}

function applyOutcome(
  item: ItemOf<'outcome'>,
  into: { changes: Changes; retries: { item: ItemOf<'outcome'>; afterMs: number }[]; now: Date },
): void {
  const { outcome, chunk, message, at } = item
  const known = queued(item)
  switch (outcome.is) {
    case 'accepted':
      throw new Error('an accepted message comes with its references stored')
    case 'refused':
      into.changes.apply(known, 'refuse', at, outcome.code)
      return
    case 'uncertain':
      into.changes.apply(known, 'lose', at, outcome.reason)
      return
    case 'retry': {
      const ageMs = into.now.getTime() - chunk.queuedAt.getTime()
      const afterMs = retryAfter(outcome, { attempt: chunk.attempt, ageMs, validitySeconds: message.validitySeconds })
      if (afterMs === undefined) into.changes.apply(known, 'expire', at, outcome.reason)
      else into.retries.push({ item, afterMs })
    }
  }
}

/** An answer that came after its message had been given up as uncertain. What is no more uncertain stays as it is. */
async function applyLate(
  client: Client,
  items: readonly Item[],
  { changes, written }: { changes: Changes; written: Written },
): Promise<void> {
  const late = items.filter((item) => item.is === 'late')
  if (late.length === 0) return
  const inBatch = changes.messages()
  const stored = await findAnsweredLate(client, late)
  for (const { channelId, fence, answer } of late) {
    const message = inBatch.get(answer.id) ?? stored.get(answer.id)
    if (!message || changes.stateOf(message) !== 'uncertain') continue
    const { outcome, at } = answer
    if (outcome.is === 'refused') changes.apply(message, 'refuse', at, outcome.code)
    else {
      message.parts = outcome.refs.length
      changes.apply(message, 'accept', at)
      const refs = outcome.refs.length
      outcome.refs.forEach((ref, part) =>
        written.late.push({ channelId, fence, ref: storable(ref), message, part, attempt: 0, refs, at }),
      )
    }
  }
  await insertRefs(client, written.late)
  written.learnt.push(...written.late)
}

const receiptEvents: Record<IncomingReceipt['state'], MessageEvent | undefined> = {
  delivered: 'receiptDelivered',
  failed: 'receiptFailed',
  expired: 'receiptExpired',
  buffered: undefined,
}

interface Arrived {
  channelId: number
  refs: string[]
  receipt: Pick<IncomingReceipt, 'state' | 'code' | 'address' | 'text' | 'at'>
}

/** Receipts of this batch, and those parked earlier for what was accepted just now. */
async function applyReceipts(
  client: Client,
  items: readonly Item[],
  about: { known: KnownMessages; changes: Changes; written: Written },
): Promise<void> {
  const { written, changes, known } = about
  const fresh = new Map(written.late.map((l) => [`${l.channelId} ${l.ref}`, l]))
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
  arrived.push(...(await unpark(client, written)), ...(await unparkTakenOver(client, items)))
  const find = (a: Arrived) => firstFit(a, (ref) => fresh.get(`${a.channelId} ${ref}`) ?? known.find(a.channelId, ref))
  const unknown = arrived.filter((a) => !find(a))
  const looked = await lookUp(client, unknown)
  const parked: Arrived[] = []
  for (const a of arrived) {
    const found = find(a) ?? firstFit(a, (ref) => looked.get(`${a.channelId} ${ref}`))
    // Still queued: its reference was stored a moment ago, and its acceptance comes in one of the next batches.
    if (found && changes.stateOf(found.message) !== 'queued')
      applyReceipt(changes, found.message, found.part, a.receipt)
    else parked.push(a)
  }
  await park(client, parked)
  for (const a of parked) written.parked.add(a.channelId)
}

/**
 * The first spelling that names a message. A decimal reference read as hexadecimal may be another message's: such a
 * reading counts only where the number agrees.
 */
function firstFit(
  { refs, receipt }: Arrived,
  find: (ref: string) => { message: KnownMessage; part: number } | undefined,
): { message: KnownMessage; part: number } | undefined {
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

/** Receipts that came before the answers to their submits. The table is nearly always empty. */
async function unpark(client: Client, written: Written): Promise<Arrived[]> {
  if (written.learnt.length === 0) return []
  const { rowCount: waiting } = await client.query({
    name: 'anything-parked',
    text: 'SELECT FROM parked_receipt WHERE channel_id = ANY($1) LIMIT 1',
    values: [[...new Set(written.learnt.map((l) => l.channelId))]],
  })
  if (waiting === 0) return []
  const { rows } = await client.query<ParkedRow>({
    name: 'unpark',
    text: `WITH found AS (
         SELECT DISTINCT p.channel_id, p.told, p.ref FROM parked_receipt p JOIN unnest($1::int[], $2::text[], $3::text[]) AS u(c, r, t)
           ON p.channel_id = u.c AND p.ref = u.r AND (p.ref = p.told OR p.address IS NULL OR right(p.address, 9) = right(u.t, 9))),
       gone AS (
         DELETE FROM parked_receipt p USING found f WHERE p.channel_id = f.channel_id AND p.told = f.told
         RETURNING p.channel_id, p.ref, p.state, p.code, p.at)
       SELECT g.* FROM gone g JOIN found USING (channel_id, ref)`,
    values: [
      plainArray(written.learnt.map((l) => l.channelId)),
      textArray(written.learnt.map((l) => l.ref)),
      textArray(written.learnt.map((l) => l.message.to)),
    ],
  })
  return rows.map(readParked)
}

/**
 * Receipts that came between a message's reference and its state, when the gateway died in that moment: at the take-over the
 * message became submitted by its reference, and no answer will come that asks for them.
 */
async function unparkTakenOver(client: Client, items: readonly Item[]): Promise<Arrived[]> {
  const channels = items.filter((item) => item.is === 'settleUncertain').map((item) => item.channelId)
  if (channels.length === 0) return []
  const { rows } = await client.query<ParkedRow>(
    `WITH found AS (
       SELECT DISTINCT p.channel_id, p.told, p.ref FROM parked_receipt p
       JOIN message_ref r ON r.channel_id = p.channel_id AND r.ref = p.ref
       JOIN message m ON m.organization_id = r.organization_id AND m.sent_on = r.sent_on AND m.id = r.message_id
       JOIN message_body b ON b.organization_id = m.organization_id AND b.sent_on = m.sent_on AND b.id = m.id
       WHERE p.channel_id = ANY($1) AND m.state = ${STATES.submitted.number}
         AND (p.ref = p.told OR p.address IS NULL OR right(p.address, 9) = right(b.to_value, 9))),
     gone AS (
       DELETE FROM parked_receipt p USING found f WHERE p.channel_id = f.channel_id AND p.told = f.told
       RETURNING p.channel_id, p.ref, p.state, p.code, p.at)
     SELECT g.* FROM gone g JOIN found USING (channel_id, ref)`,
    [channels],
  )
  return rows.map(readParked)
}

interface ParkedRow {
  channel_id: number
  ref: string
  state: IncomingReceipt['state']
  code: string | null
  at: Date
}

function readParked(row: ParkedRow): Arrived {
  return {
    channelId: row.channel_id,
    refs: [row.ref],
    receipt: { state: row.state, at: row.at, ...(row.code !== null && { code: row.code }) },
  }
}

async function lookUp(
  client: Client,
  arrived: readonly Arrived[],
): Promise<Map<string, { part: number; message: KnownMessage }>> {
  const found = new Map<string, { part: number; message: KnownMessage }>()
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
  }>({
    name: 'look-up-refs',
    text: `SELECT r.channel_id, r.ref, r.part, m.organization_id, m.sent_on, m.id, m.broadcast_id, b.to_value,
         coalesce(r.refs, m.parts) AS parts, m.state, m.delivered_parts
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
      deliveredParts: row.delivered_parts,
    }
    messages.set(row.id, message)
    // Providers use their references again after months: the latest wins.
    found.set(`${row.channel_id} ${row.ref}`, { part: row.part, message })
  }
  return found
}

/** Under each of its spellings, since nobody knows yet which one the answer to the submit will use. */
async function park(client: Client, parked: readonly Arrived[]): Promise<void> {
  if (parked.length === 0) return
  const rows = parked.flatMap((p) => p.refs.map((ref) => ({ ...p, ref })))
  await client.query(
    `INSERT INTO parked_receipt (channel_id, ref, told, state, code, address, text, at)
     SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[])
     ON CONFLICT DO NOTHING`,
    [
      rows.map((p) => p.channelId),
      rows.map((p) => p.ref),
      rows.map((p) => p.refs[0]),
      rows.map((p) => p.receipt.state),
      rows.map((p) => (p.receipt.code === undefined ? null : storable(p.receipt.code))),
      rows.map((p) => (p.receipt.address === undefined ? null : storable(p.receipt.address))),
      rows.map((p) => (p.receipt.text === undefined ? null : storable(p.receipt.text))),
      rows.map((p) => p.receipt.at),
    ],
  )
}

/**
 * Someone else changed them (lapsed, sent again): what memory holds of them is wrong. True where a receipt relied on it:
 * then the batch is written again, with what the database says.
 */
function forgetStale(stale: readonly KnownMessage[], known: KnownMessages, items: readonly Item[]): boolean {
  let relied = false
  const ids = new Set(stale.map((message) => message.id))
  for (const item of items)
    if (item.is === 'receipt')
      for (const ref of [item.receipt.ref, ...(item.receipt.otherRefs ?? [])]) {
        const found = known.find(item.channelId, ref)
        if (!found || !ids.has(found.message.id)) continue
        known.forget(item.channelId, ref)
        relied = true
      }
  return relied
}

/** The number of an attempt is a smallint that only ties a message to its latest chunk. A throttled session comes round. */
const attempts = 30_000

/** A new, small chunk for those to be tried again, one for each chunk they came from and each wait. */
async function requeue(
  client: Client,
  retries: readonly { item: ItemOf<'outcome'>; afterMs: number }[],
): Promise<void> {
  const groups = Map.groupBy(retries, ({ item, afterMs }) => `${item.chunk.id} ${afterMs}`)
  for (const group of groups.values()) {
    const first = group[0]
    if (!first) continue
    const { chunk, organizationId, channelId } = first.item
    const ids = group.map(({ item }) => item.message.id).sort((a, b) => a - b)
    const attempt = (chunk.attempt + 1) % attempts
    await client.query('UPDATE message SET attempt = $4 WHERE organization_id = $1 AND sent_on = $2 AND id = ANY($3)', [
      organizationId,
      chunk.sentOn,
      ids,
      attempt,
    ])
    await client.query(
      `INSERT INTO dispatch_chunk (organization_id, channel_id, sent_on, broadcast_id, priority, not_before, first_id, last_id, ids, attempt, queued_at, direct)
       VALUES ($1, $2, $3, $4, $5, now() + $6 * interval '1 millisecond', $7, $8, $9, $10, $11, $12)`,
      [
        organizationId,
        channelId,
        chunk.sentOn,
        chunk.broadcastId,
        chunk.priority,
        first.afterMs,
        ids[0],
        ids.at(-1),
        ids,
        attempt,
        chunk.queuedAt,
        chunk.direct,
      ],
    )
  }
}

async function returnChunks(client: Client, items: readonly Item[]): Promise<void> {
  const done = items.flatMap((item) => (item.is === 'chunkDone' ? [item.chunkId] : []))
  if (done.length > 0) await client.query('DELETE FROM dispatch_chunk WHERE id = ANY($1)', [done])
  for (const item of items)
    if (item.is === 'chunkBack')
      await client.query('UPDATE dispatch_chunk SET fence = NULL, mark = $2, held = $3 WHERE id = $1', [
        item.chunkId,
        item.mark,
        item.held,
      ])
}

async function receiveAll(client: Client, items: readonly Item[], receive: Receive): Promise<boolean> {
  const messages = items.filter((item) => item.is === 'message')
  for (const group of Map.groupBy(messages, (item) => item.channelId).values()) {
    const first = group[0]
    if (first)
      await receive(
        client,
        first,
        group.map((item) => item.message),
      )
  }
  return messages.length > 0
}
