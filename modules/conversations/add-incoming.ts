import { inOneGo, type Client } from '#platform/db'
import { dueAfter, type OfficePlan } from './office-plan.ts'

/** A text that looks for its conversation. */
export interface TextOfSender {
  addressId: number
  channelId: number
  at: Date
  /** The conversation that it goes on with, where that is known; else the latest of that number and channel. */
  conversationId: number | null
}

/** A conversation to be written in; a new one has its number, and is there once something is written. */
export interface Thread {
  id: number
  /** The end of the closed period that its resident was told of by the machine. */
  toldClosedUntil: Date | null
}

/** Where something is written: the conversation as openThreads said, and whose it is where it is new. */
export interface Place {
  conversationId: number
  addressId: number
  channelId: number
}

export interface IncomingText extends Place {
  /** The broadcast that it answers. */
  broadcastId: number | null
  text: string
  at: Date
  /** The number of ours that it was written to; null for a name. */
  ownNumber: string | null
  /** Staff should read it; false where the machine has dealt with it. */
  needsStaff: boolean
  answer?: Automatic | undefined
  /** Where the answer says that the office is closed: until when. */
  toldClosedUntil?: Date | undefined
}

/** What the machine said. */
export interface Automatic {
  text: string
  at: Date
  sentOn: string
  messageId: number
  /** The dialogue that said it. */
  dialogueId: number | null
}

interface Entry {
  conversationId: number
  direction: 'in' | 'out'
  text: string
  at: Date
  sentOn: string | null
  messageId: number | null
  dialogueId: number | null
}

/** A thread that was quiet for longer is over; the next text opens another. A closed one is opened again until then. */
const quietDays = 14

/**
 * The conversations that these texts belong to, aligned; a new one has its number where there is none, and is made by who writes into it,
 * once and with everything: made before and changed after it took its dozen of indexes twice. Several of one number may be open: a
 * text goes on with the latest, those that are not closed first. Engine role, in a transaction that holds the address rows, so
 * that two workers cannot open two.
 */
export async function openThreads(
  client: Client,
  organizationId: number,
  texts: readonly TextOfSender[],
): Promise<Thread[]> {
  const keyOf = (text: TextOfSender) => `${text.addressId} ${text.channelId} ${text.conversationId ?? ''}`
  const firsts = [...new Map(texts.toReversed().map((text) => [keyOf(text), text])).values()].reverse()
  const found = await client.query<{ n: number; id: number; toldClosedUntil: Date | null }>(
    `SELECT w.n::int AS n, c.id, c.told_closed_until AS "toldClosedUntil"
     FROM unnest($2::bigint[], $3::int[], $4::timestamptz[], $5::bigint[]) WITH ORDINALITY AS w(a, c, t, i, n)
     CROSS JOIN LATERAL (
       SELECT id, told_closed_until FROM conversation
       WHERE organization_id = $1 AND address_id = w.a AND channel_id = w.c
         AND CASE WHEN w.i IS NULL THEN last_at >= w.t - make_interval(days => $6) ELSE id = w.i END
       ORDER BY state = 'closed', id DESC LIMIT 1) c`,
    [
      organizationId,
      firsts.map((t) => t.addressId),
      firsts.map((t) => t.channelId),
      firsts.map((t) => t.at),
      firsts.map((t) => t.conversationId),
      quietDays,
    ],
  )
  const threads = new Map<string, Thread>()
  for (const { n, ...thread } of found.rows) {
    const text = firsts[n - 1]
    if (text) threads.set(keyOf(text), thread)
  }
  const missing = firsts.filter((text) => !threads.has(keyOf(text)))
  const opened = await newNumbers(client, missing.length)
  missing.forEach((text, index) => threads.set(keyOf(text), { id: opened[index] ?? 0, toldClosedUntil: null }))
  return texts.map((text) => threads.get(keyOf(text)) ?? { id: 0, toldClosedUntil: null })
}

async function newNumbers(client: Client, count: number): Promise<number[]> {
  if (count === 0) return []
  const { rows } = await client.query<{ id: number }>(
    `SELECT nextval(pg_get_serial_sequence('conversation', 'id')) AS id FROM generate_series(1, $1)`,
    [count],
  )
  return rows.map((row) => row.id)
}

/**
 * Adds what people wrote (and the automatic answers) to their conversations, in this order. What staff should read makes a
 * conversation wait: it is opened again, wakes, is due after so much working time, and lies in the default queue where it lay in
 * none. Engine role, in the transaction of openThreads.
 */
export async function addIncoming(
  client: Client,
  organizationId: number,
  plan: OfficePlan,
  texts: readonly IncomingText[],
): Promise<void> {
  if (texts.length === 0) return
  await inOneGo(
    client,
    () => writeThreads(client, organizationId, plan, texts),
    () => addEntries(client, organizationId, texts.flatMap(entriesOf)),
  )
}

function entriesOf({ conversationId, text, at, answer }: IncomingText): Entry[] {
  const entry: Entry = { conversationId, direction: 'in', text, at, sentOn: null, messageId: null, dialogueId: null }
  return answer ? [entry, { conversationId, direction: 'out', ...answer }] : [entry]
}

async function addEntries(client: Client, organizationId: number, entries: readonly Entry[]): Promise<void> {
  await client.query({
    name: 'add-entries',
    text: `INSERT INTO conversation_entry (organization_id, conversation_id, direction, text, at, sent_on, message_id, dialogue_id)
     SELECT $1, c, d, x, t, s, m, g
     FROM unnest($2::bigint[], $3::text[], $4::text[], $5::timestamptz[], $6::date[], $7::bigint[], $8::bigint[])
       WITH ORDINALITY AS e(c, d, x, t, s, m, g, n) ORDER BY n`,
    values: [
      organizationId,
      entries.map((e) => e.conversationId),
      entries.map((e) => e.direction),
      entries.map((e) => e.text),
      entries.map((e) => e.at),
      entries.map((e) => e.sentOn),
      entries.map((e) => e.messageId),
      entries.map((e) => e.dialogueId),
    ],
  })
}

/** Adds what the machine said by itself, unasked (engine role, in the transaction of openThreads). */
export async function addAutomatic(
  client: Client,
  organizationId: number,
  said: readonly (Automatic & Place)[],
): Promise<void> {
  if (said.length === 0) return
  const last = [...new Map(said.map((one) => [one.conversationId, one])).values()]
  await client.query(
    `INSERT INTO conversation AS c (organization_id, id, address_id, channel_id, state, last_text, last_at)
     OVERRIDING SYSTEM VALUE
     SELECT $1, id, a, c, 'answered', x, t FROM unnest($2::bigint[], $3::bigint[], $4::int[], $5::text[], $6::timestamptz[]) AS w(id, a, c, x, t)
     ON CONFLICT (organization_id, id) DO UPDATE SET last_text = excluded.last_text, last_at = greatest(c.last_at, excluded.last_at)`,
    [
      organizationId,
      last.map((one) => one.conversationId),
      last.map((one) => one.addressId),
      last.map((one) => one.channelId),
      last.map((one) => one.text),
      last.map((one) => one.at),
    ],
  )
  await addEntries(
    client,
    organizationId,
    said.map((one) => ({ ...one, direction: 'out' as const })),
  )
}

async function writeThreads(
  client: Client,
  organizationId: number,
  plan: OfficePlan,
  texts: readonly IncomingText[],
): Promise<void> {
  const changes = [...Map.groupBy(texts, (text) => text.conversationId)].map(([id, ofOne]) => {
    const last = ofOne.at(-1)
    const forStaff = ofOne.filter((text) => text.needsStaff)
    const since = forStaff[0]?.at ?? null
    return {
      id,
      addressId: last?.addressId ?? 0,
      channelId: last?.channelId ?? 0,
      text: last?.answer?.text ?? last?.text ?? '',
      at: new Date(Math.max(...ofOne.map((text) => (text.answer?.at ?? text.at).getTime()))),
      unread: forStaff.length,
      since,
      due: since && dueAfter(plan, since),
      broadcastId: ofOne.findLast((text) => text.broadcastId !== null)?.broadcastId ?? null,
      ownNumber: ofOne.findLast((text) => text.ownNumber !== null)?.ownNumber ?? null,
      told: ofOne.findLast((text) => text.toldClosedUntil !== undefined)?.toldClosedUntil ?? null,
    }
  })
  await client.query({
    name: 'write-threads',
    text: `INSERT INTO conversation AS c (organization_id, id, address_id, channel_id, state, unread, last_text, last_at, waiting_since, due_at,
       queue_id, version, broadcast_id, own_number, told_closed_until)
     OVERRIDING SYSTEM VALUE
     SELECT $1, w.id, w.a, w.c, CASE WHEN w.u > 0 THEN 'waiting' ELSE 'answered' END, w.u, w.x, w.t, w.s, w.d,
       CASE WHEN w.u > 0 THEN q.id END, 1 + (w.u > 0)::int, w.b, w.o, w.told
     FROM unnest($2::bigint[], $3::bigint[], $4::int[], $5::text[], $6::timestamptz[], $7::int[], $8::timestamptz[], $9::timestamptz[],
       $10::bigint[], $11::text[], $12::timestamptz[]) AS w(id, a, c, x, t, u, s, d, b, o, told)
     LEFT JOIN queue q ON q.organization_id = $1 AND q.is_default
     ON CONFLICT (organization_id, id) DO UPDATE SET last_text = excluded.last_text, last_at = greatest(c.last_at, excluded.last_at),
       unread = c.unread + excluded.unread, state = CASE WHEN excluded.unread > 0 THEN 'waiting' ELSE c.state END,
       waiting_since = coalesce(c.waiting_since, excluded.waiting_since),
       due_at = CASE WHEN c.waiting_since IS NULL THEN excluded.due_at ELSE c.due_at END,
       snoozed_until = CASE WHEN excluded.unread > 0 THEN NULL ELSE c.snoozed_until END,
       queue_id = coalesce(c.queue_id, excluded.queue_id), version = c.version + (excluded.unread > 0)::int,
       broadcast_id = coalesce(excluded.broadcast_id, c.broadcast_id), own_number = coalesce(excluded.own_number, c.own_number),
       told_closed_until = coalesce(excluded.told_closed_until, c.told_closed_until)`,
    values: [
      organizationId,
      changes.map((c) => c.id),
      changes.map((c) => c.addressId),
      changes.map((c) => c.channelId),
      changes.map((c) => c.text),
      changes.map((c) => c.at),
      changes.map((c) => c.unread),
      changes.map((c) => c.since),
      changes.map((c) => c.due),
      changes.map((c) => c.broadcastId),
      changes.map((c) => c.ownNumber),
      changes.map((c) => c.told),
    ],
  })
}
