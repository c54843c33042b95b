import { findAnsweredLate } from './answered-late.ts'
import { insertRefs, type Learnt } from './insert-refs.ts'
import { lockFences } from './lease.ts'
import type { Client } from '#platform/db'
import { applyReceipts } from './apply-receipts.ts'
import { Changes, storable } from './changes.ts'
import type { Item, ItemOf, IncomingMessage } from './items.ts'
import type { KnownMessage, KnownMessages } from './known-messages.ts'
import { STATES } from './lifecycle.ts'
import { retryAfter } from './retry-policy.ts'
import { findUncertain } from './settle-uncertain.ts'

/**
 * Stores whole texts; belongs to a module above this one, so it comes from outside. `again`: the same messages may have been stored
 * before, by a commit whose answer was lost.
 */
export type Receive = (
  client: Client,
  channel: { organizationId: number; channelId: number },
  messages: readonly IncomingMessage[],
  again: boolean,
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
  /** Channels for which new chunks were made. */
  requeued: Set<number>
  received: boolean
}

/** What memory held of a message was no longer true, and is forgotten: the batch is to be written again. */
export class StaleMemory extends Error {}

type Numbered = ItemOf<'outcome'> | ItemOf<'stopped'>

/**
 * Writes one batch in the caller's transaction: fences, references, receipts, changes, retries, chunks, incoming texts. Written a second
 * time it changes nothing: the answer to a commit may be lost.
 * @param about `again`: it may have been written before
 */
export async function writeBatch(
  client: Client,
  items: readonly Item[],
  about: { known: KnownMessages; receive: Receive; again: boolean; now: Date },
): Promise<Written> {
  const fences = new Map(items.map((item) => [item.channelId, item.fence]))
  const held = await lockFences(client, fences)
  const refused = new Set(
    items.filter((item) => !held.has(item.channelId) || fences.get(item.channelId) !== item.fence),
  )
  // Memory says "queued" of what was accepted under the lost lease. Whoever took over has settled it, maybe this gateway itself.
  for (const item of refused)
    if (item.is === 'accepted') for (const ref of item.refs) about.known.forget(item.channelId, ref)
  const good = items.filter((item) => !refused.has(item))
  const changes = new Changes()
  const written: Written = {
    refused,
    changes,
    learnt: [],
    late: [],
    parked: new Set(),
    requeued: new Set(),
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
  const { known } = about
  written.parked = await applyReceipts(client, good, { known, changes, learnt: written.learnt, late: written.late })
  for (const item of good)
    if (item.is === 'settleUncertain')
      for (const found of await findUncertain(client, item.channelId))
        changes.apply(found.message, found.event, found.at, found.reason)
  const stale = await changes.write(client)
  if (stale.length > 0 && forgetStale(stale, about.known, good)) throw new StaleMemory()
  await requeue(client, retries)
  written.requeued = new Set(retries.map(({ item }) => item.channelId))
  await returnChunks(client, good)
  written.received = await receiveAll(client, good, about)
  return written
}

/** The references of an accepted message, as they are stored. */
export function learntOf({ channelId, fence, known: message, refs, at }: ItemOf<'accepted'>): Learnt[] {
  return refs.map((ref, part) => ({ channelId, fence, ref, message, part, refs: refs.length, at }))
}

/** An outcome whose references are to be stored before its state. */
export function toAccepted(item: ItemOf<'outcome'>, refs: readonly string[]): ItemOf<'accepted'> {
  const { channelId, organizationId, fence, at, written } = item
  const known: KnownMessage = { ...queued(item), parts: refs.length }
  const under = { channelId, organizationId, fence }
  return { is: 'accepted', ...under, known, refs: refs.map(storable), at, written }
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
    attempt: chunk.attempt,
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
        written.late.push({ channelId, fence, ref: storable(ref), message, part, refs, at }),
      )
    }
  }
  await insertRefs(client, written.late)
  written.learnt.push(...written.late)
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

/**
 * A new, small chunk for those to be tried again, one for each chunk they came from and each wait. Only for those that are still of
 * the attempt that failed: where the answer to a commit was lost the batch is written again, and a second chunk would send them twice.
 */
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
    await client.query(
      `WITH again AS (
         UPDATE message SET attempt = $9 WHERE organization_id = $1 AND sent_on = $3 AND id = ANY($7) AND state = $12 AND attempt = $8
         RETURNING id)
       INSERT INTO dispatch_chunk (organization_id, channel_id, sent_on, broadcast_id, priority, not_before, first_id, last_id, ids, attempt, queued_at, direct)
       SELECT $1, $2, $3, $4, $5, now() + $6 * interval '1 millisecond', min(id), max(id), array_agg(id ORDER BY id), $9, $10, $11
       FROM again HAVING count(*) > 0`,
      [
        organizationId,
        channelId,
        chunk.sentOn,
        chunk.broadcastId,
        chunk.priority,
        first.afterMs,
        ids,
        chunk.attempt,
        (chunk.attempt + 1) % attempts,
        chunk.queuedAt,
        chunk.direct,
        STATES.queued.number,
      ],
    )
  }
}

async function returnChunks(client: Client, items: readonly Item[]): Promise<void> {
  const done = items.flatMap((item) => (item.is === 'chunkDone' ? [item.chunkId] : []))
  if (done.length > 0) await client.query('DELETE FROM dispatch_chunk WHERE id = ANY($1)', [done])
  for (const item of items)
    if (item.is === 'chunkBack')
      // Under a new number: written again after a lost answer it changes nothing, and takes no chunk from who has claimed it since.
      await client.query(
        `WITH gone AS (DELETE FROM dispatch_chunk WHERE id = $1 RETURNING *)
         INSERT INTO dispatch_chunk (organization_id, channel_id, sent_on, broadcast_id, priority, not_before, first_id, last_id, ids,
           attempt, mark, held, queued_at, direct)
         SELECT organization_id, channel_id, sent_on, broadcast_id, priority, not_before, first_id, last_id, ids,
           attempt, $2, $3, queued_at, direct FROM gone`,
        [item.chunkId, item.mark, item.held],
      )
}

async function receiveAll(
  client: Client,
  items: readonly Item[],
  { receive, again }: { receive: Receive; again: boolean },
): Promise<boolean> {
  const messages = items.filter((item) => item.is === 'message')
  for (const group of Map.groupBy(messages, (item) => item.channelId).values()) {
    const first = group[0]
    if (first)
      await receive(
        client,
        first,
        group.map((item) => item.message),
        again,
      )
  }
  return messages.length > 0
}
