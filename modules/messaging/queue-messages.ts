import { copyInto, isPipelined, plainArray, textArray, type Client } from '#platform/db'
import { addToCounters } from './counters.ts'
import { STATES } from './lifecycle.ts'
import { PRIORITIES, type Priority } from './priority.ts'

export interface QueuedMessage {
  addressId: number
  /** E.164 with its plus sign. */
  to: string
  from: string
  text: string
  parts: number
  validitySeconds: number | null
}

export interface Queue {
  organizationId: number
  /** The broadcast's day; with the address it says who gets what once. */
  sentOn: string
  broadcastId: number | null
  channelId: number
  priority: Priority
  notBefore: Date
  /** Its broadcast is paused. */
  held?: boolean
  /** An answer to a person who wrote: it goes out although they want no broadcasts. */
  direct?: boolean
  /** At most 1,000: one block of ids. */
  messages: readonly QueuedMessage[]
}

/** Up to so many go in with one statement; COPY takes five round trips more, less of PostgreSQL for each row, and no pipeline. */
const few = 100

/**
 * Makes the messages and the one chunk that a gateway claims, in the caller's transaction (engine role). Ring `chunks` with the
 * channel after the commit. Returns the ids, in order.
 */
export async function queueMessages(client: Client, queue: Queue): Promise<number[]> {
  const { organizationId, broadcastId, messages } = queue
  if (messages.length === 0) return []
  if (messages.length > 1000) throw new RangeError('a chunk holds at most 1,000 messages')
  const atOnce = messages.length <= few || isPipelined(client)
  const first = await (atOnce ? insertAll(client, queue) : copyAll(client, queue))
  if (broadcastId !== null)
    await addToCounters(client, [{ organizationId, broadcastId, state: 'queued', by: messages.length }])
  return messages.map((_, i) => first + i)
}

const chunkColumns =
  'organization_id, channel_id, sent_on, broadcast_id, priority, not_before, first_id, last_id, held, direct'

/** Returns the first of the block of ids. */
async function insertAll(client: Client, queue: Queue): Promise<number> {
  const { messages } = queue
  const { rows } = await client.query<{ first: number }>({
    name: 'queue-few-messages',
    text: `WITH block AS (SELECT nextval('message_block') AS first),
       new AS (
         SELECT generate_series(0, $9 - 1) AS n, unnest($10::bigint[]) AS address, unnest($11::smallint[]) AS parts, unnest($12::text[]) AS receiver,
           unnest($13::text[]) AS sender, unnest($14::text[]) AS words, unnest($15::integer[]) AS validity),
       queued AS (
         INSERT INTO message (organization_id, sent_on, id, broadcast_id, address_id, channel_id, state, parts)
         SELECT $1, $2, first + n, $3, address, $4, ${STATES.queued.number}, parts FROM block, new),
       written AS (
         INSERT INTO message_body (organization_id, sent_on, id, to_value, from_value, text, validity_seconds)
         SELECT $1, $2, first + n, receiver, sender, words, validity FROM block, new),
       chunk AS (
         INSERT INTO dispatch_chunk (${chunkColumns})
         SELECT $1, $4, $2, $3, $5, $6, first, first + $9 - 1, $7, $8 FROM block)
       SELECT first FROM block`,
    values: [
      ...[queue.organizationId, queue.sentOn, queue.broadcastId, queue.channelId, PRIORITIES[queue.priority]],
      ...[queue.notBefore, queue.held ?? false, queue.direct ?? false, messages.length],
      plainArray(messages.map((m) => m.addressId)),
      plainArray(messages.map((m) => m.parts)),
      textArray(messages.map((m) => m.to)),
      textArray(messages.map((m) => m.from)),
      textArray(messages.map((m) => m.text)),
      plainArray(messages.map((m) => m.validitySeconds)),
    ],
  })
  return rows[0]?.first ?? 0
}

/** Returns the first of the block of ids. */
async function copyAll(client: Client, queue: Queue): Promise<number> {
  const { organizationId, sentOn, broadcastId, channelId, messages } = queue
  const { rows } = await client.query<{ first: number }>("SELECT nextval('message_block') AS first")
  const first = rows[0]?.first ?? 0
  const state = STATES.queued.number
  await copyInto(
    client,
    'message',
    ['organization_id', 'sent_on', 'id', 'broadcast_id', 'address_id', 'channel_id', 'state', 'parts'],
    messages.map((m, i) => [organizationId, sentOn, first + i, broadcastId, m.addressId, channelId, state, m.parts]),
  )
  await copyInto(
    client,
    'message_body',
    ['organization_id', 'sent_on', 'id', 'to_value', 'from_value', 'text', 'validity_seconds'],
    messages.map((m, i) => [organizationId, sentOn, first + i, m.to, m.from, m.text, m.validitySeconds]),
  )
  await client.query(`INSERT INTO dispatch_chunk (${chunkColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, [
    organizationId,
    channelId,
    sentOn,
    broadcastId,
    PRIORITIES[queue.priority],
    queue.notBefore,
    first,
    first + messages.length - 1,
    queue.held ?? false,
    queue.direct ?? false,
  ])
  return first
}
