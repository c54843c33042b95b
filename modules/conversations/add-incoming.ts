import type { Client } from '#platform/db'

export interface IncomingText {
  addressId: number
  channelId: number
  /** The broadcast that it answers. */
  broadcastId: number | null
  text: string
  at: Date
  /** Staff should read it; false where the machine has dealt with it. */
  needsStaff: boolean
  answer?: { text: string; at: Date; sentOn: string; messageId: number } | undefined
}

interface Entry {
  conversationId: number
  direction: 'in' | 'out'
  text: string
  at: Date
  sentOn: string | null
  messageId: number | null
}

/** A thread that was quiet for longer is over; the next text opens another. */
const quietDays = 14

/**
 * Adds what people wrote (and the automatic answers) to their conversations, in this order; opens one where none is open. Engine
 * role, in a transaction that holds the address rows, so that two workers cannot open two. Returns the conversations' ids, aligned.
 */
export async function addIncoming(
  client: Client,
  organizationId: number,
  texts: readonly IncomingText[],
): Promise<number[]> {
  if (texts.length === 0) return []
  const threads = Map.groupBy(texts, (text) => `${text.addressId} ${text.channelId}`)
  const ids = await findOrOpen(client, organizationId, threads)
  const conversationOf = (text: IncomingText) => ids.get(`${text.addressId} ${text.channelId}`) ?? 0
  await addEntries(
    client,
    organizationId,
    texts.flatMap((text) => entriesOf(text, conversationOf(text))),
  )
  await updateThreads(client, organizationId, threads, ids)
  return texts.map(conversationOf)
}

function entriesOf({ text, at, answer }: IncomingText, conversationId: number): Entry[] {
  const entry: Entry = { conversationId, direction: 'in', text, at, sentOn: null, messageId: null }
  return answer ? [entry, { conversationId, direction: 'out', ...answer }] : [entry]
}

async function findOrOpen(
  client: Client,
  organizationId: number,
  threads: ReadonlyMap<string, readonly IncomingText[]>,
): Promise<Map<string, number>> {
  const firsts = [...threads.values()].flatMap((texts) => texts.slice(0, 1))
  const wanted = [firsts.map((t) => t.addressId), firsts.map((t) => t.channelId), firsts.map((t) => t.at)]
  const found = await client.query<{ id: number; address_id: number; channel_id: number }>(
    `SELECT c.id, w.a AS address_id, w.c AS channel_id FROM unnest($2::bigint[], $3::int[], $4::timestamptz[]) AS w(a, c, t)
     CROSS JOIN LATERAL (
       SELECT id FROM conversation WHERE organization_id = $1 AND address_id = w.a AND channel_id = w.c AND state <> 'closed'
         AND last_at >= w.t - make_interval(days => $5) ORDER BY id DESC LIMIT 1) c`,
    [organizationId, ...wanted, quietDays],
  )
  const ids = new Map(found.rows.map((row) => [`${row.address_id} ${row.channel_id}`, row.id]))
  const missing = firsts.filter((text) => !ids.has(`${text.addressId} ${text.channelId}`))
  if (missing.length === 0) return ids
  const opened = await client.query<{ id: number; address_id: number; channel_id: number }>(
    `INSERT INTO conversation (organization_id, address_id, channel_id, state, last_at)
     SELECT $1, a, c, 'answered', t FROM unnest($2::bigint[], $3::int[], $4::timestamptz[]) WITH ORDINALITY AS w(a, c, t, n)
     ORDER BY n RETURNING id, address_id, channel_id`,
    [organizationId, missing.map((t) => t.addressId), missing.map((t) => t.channelId), missing.map((t) => t.at)],
  )
  for (const row of opened.rows) ids.set(`${row.address_id} ${row.channel_id}`, row.id)
  return ids
}

async function addEntries(client: Client, organizationId: number, entries: readonly Entry[]): Promise<void> {
  await client.query(
    `INSERT INTO conversation_entry (organization_id, conversation_id, direction, text, at, sent_on, message_id)
     SELECT $1, c, d, x, t, s, m
     FROM unnest($2::bigint[], $3::text[], $4::text[], $5::timestamptz[], $6::date[], $7::bigint[])
       WITH ORDINALITY AS e(c, d, x, t, s, m, n) ORDER BY n`,
    [
      organizationId,
      entries.map((e) => e.conversationId),
      entries.map((e) => e.direction),
      entries.map((e) => e.text),
      entries.map((e) => e.at),
      entries.map((e) => e.sentOn),
      entries.map((e) => e.messageId),
    ],
  )
}

async function updateThreads(
  client: Client,
  organizationId: number,
  threads: ReadonlyMap<string, readonly IncomingText[]>,
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  const changes = [...threads].map(([key, texts]) => {
    const last = texts.at(-1)
    const forStaff = texts.filter((text) => text.needsStaff)
    return {
      id: ids.get(key) ?? 0,
      text: last?.answer?.text ?? last?.text ?? '',
      at: new Date(Math.max(...texts.map((text) => (text.answer?.at ?? text.at).getTime()))),
      unread: forStaff.length,
      since: forStaff[0]?.at ?? null,
      broadcastId: texts.findLast((text) => text.broadcastId !== null)?.broadcastId ?? null,
    }
  })
  await client.query(
    `UPDATE conversation c SET last_text = w.x, last_at = greatest(c.last_at, w.t), unread = c.unread + w.u,
       state = CASE WHEN w.u > 0 THEN 'waiting' ELSE c.state END, waiting_since = coalesce(c.waiting_since, w.s),
       broadcast_id = coalesce(w.b, c.broadcast_id)
     FROM unnest($2::bigint[], $3::text[], $4::timestamptz[], $5::int[], $6::timestamptz[], $7::bigint[]) AS w(id, x, t, u, s, b)
     WHERE c.organization_id = $1 AND c.id = w.id`,
    [
      organizationId,
      changes.map((c) => c.id),
      changes.map((c) => c.text),
      changes.map((c) => c.at),
      changes.map((c) => c.unread),
      changes.map((c) => c.since),
      changes.map((c) => c.broadcastId),
    ],
  )
}
