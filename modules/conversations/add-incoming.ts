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

/** A conversation that is there to be written in. */
export interface Thread {
  id: number
  /** The end of the closed period that its resident was told of by the machine. */
  toldClosedUntil: Date | null
}

export interface IncomingText {
  conversationId: number
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
 * The conversations that these texts belong to, aligned; one is opened where there is none. Several of one number may be open: a
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
  const opened = await openNew(client, organizationId, missing)
  missing.forEach((text, index) => threads.set(keyOf(text), { id: opened[index] ?? 0, toldClosedUntil: null }))
  return texts.map((text) => threads.get(keyOf(text)) ?? { id: 0, toldClosedUntil: null })
}

/** Their ids, aligned. */
async function openNew(client: Client, organizationId: number, texts: readonly TextOfSender[]): Promise<number[]> {
  if (texts.length === 0) return []
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO conversation (organization_id, address_id, channel_id, state, last_at)
     SELECT $1, a, c, 'answered', t FROM unnest($2::bigint[], $3::int[], $4::timestamptz[]) WITH ORDINALITY AS w(a, c, t, n)
     ORDER BY n RETURNING id`,
    [organizationId, texts.map((t) => t.addressId), texts.map((t) => t.channelId), texts.map((t) => t.at)],
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
    () => addEntries(client, organizationId, texts.flatMap(entriesOf)),
    () => updateThreads(client, organizationId, plan, texts),
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
  said: readonly (Automatic & { conversationId: number })[],
): Promise<void> {
  if (said.length === 0) return
  await addEntries(
    client,
    organizationId,
    said.map((one) => ({ ...one, direction: 'out' as const })),
  )
  await client.query(
    `UPDATE conversation c SET last_text = w.x, last_at = greatest(c.last_at, w.t)
     FROM unnest($2::bigint[], $3::text[], $4::timestamptz[]) AS w(id, x, t) WHERE c.organization_id = $1 AND c.id = w.id`,
    [organizationId, said.map((one) => one.conversationId), said.map((one) => one.text), said.map((one) => one.at)],
  )
}

async function updateThreads(
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
    name: 'update-threads',
    text: `UPDATE conversation c SET last_text = w.x, last_at = greatest(c.last_at, w.t), unread = c.unread + w.u,
       state = CASE WHEN w.u > 0 THEN 'waiting' ELSE c.state END,
       waiting_since = coalesce(c.waiting_since, w.s), due_at = CASE WHEN c.waiting_since IS NULL THEN w.d ELSE c.due_at END,
       snoozed_until = CASE WHEN w.u > 0 THEN NULL ELSE c.snoozed_until END,
       queue_id = CASE WHEN w.u > 0 THEN coalesce(c.queue_id, (SELECT q.id FROM queue q WHERE q.organization_id = $1 AND q.is_default))
         ELSE c.queue_id END,
       version = c.version + (w.u > 0)::int, broadcast_id = coalesce(w.b, c.broadcast_id),
       own_number = coalesce(w.o, c.own_number), told_closed_until = coalesce(w.told, c.told_closed_until)
     FROM unnest($2::bigint[], $3::text[], $4::timestamptz[], $5::int[], $6::timestamptz[], $7::timestamptz[], $8::bigint[], $9::text[],
       $10::timestamptz[]) AS w(id, x, t, u, s, d, b, o, told)
     WHERE c.organization_id = $1 AND c.id = w.id`,
    values: [
      organizationId,
      changes.map((c) => c.id),
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
