import { isLanguage, type Language } from '#modules/registration'
import type { Client } from '#platform/db'
import type { Keyword } from './match-keyword.ts'

const recentMs = 72 * 3_600_000
/** The response to a submit may be written a little after the answer to it came in. */
const overtakingMs = 5 * 60_000
const loopMs = 10 * 60_000

export interface Sender {
  optedOut: boolean
  language: Language
  /** Automatic answers to this number in the last ten minutes. */
  answers: number
  /** Broadcasts that reached it lately, the newest first. */
  broadcasts: { id: number; submittedAt: Date }[]
}

/** The broadcast that a text of this time would answer. */
export function recentBroadcast(sender: Sender, at: Date): number | null {
  const found = sender.broadcasts.find(
    ({ submittedAt }) =>
      submittedAt.getTime() <= at.getTime() + overtakingMs && submittedAt.getTime() >= at.getTime() - recentMs,
  )
  return found?.id ?? null
}

/**
 * Everything the router asks about the senders of a batch. Their address rows are held first: two workers that have texts of one
 * person go one after the other, and the second sees what the first wrote.
 */
export async function loadSenders(
  client: Client,
  organizationId: number,
  addressIds: readonly number[],
  times: { earliest: Date; now: Date },
): Promise<Map<number, Sender>> {
  await client.query('SELECT FROM address WHERE organization_id = $1 AND id = ANY($2) ORDER BY id FOR NO KEY UPDATE', [
    organizationId,
    addressIds,
  ])
  const { rows } = await client.query<{ id: number; optedOut: boolean; language: string; answers: number }>(
    `SELECT a.id,
       EXISTS (SELECT FROM opt_out o WHERE o.organization_id = $1 AND o.address_id = a.id) AS "optedOut",
       coalesce((SELECT c.language FROM contact_address ca JOIN contact c ON c.organization_id = $1 AND c.id = ca.contact_id
         WHERE ca.organization_id = $1 AND ca.address_id = a.id ORDER BY c.id LIMIT 1),
         (SELECT language FROM organization WHERE id = $1)) AS language,
       (SELECT count(*) FROM conversation c JOIN conversation_entry e ON e.organization_id = $1 AND e.conversation_id = c.id
         WHERE c.organization_id = $1 AND c.address_id = a.id AND c.last_at > $3 AND e.direction = 'out' AND e.author IS NULL
           AND e.at > $3) AS answers
     FROM unnest($2::bigint[]) AS a(id)`,
    [organizationId, addressIds, new Date(times.now.getTime() - loopMs)],
  )
  const senders = new Map<number, Sender>()
  for (const { id, optedOut, language, answers } of rows)
    senders.set(id, { optedOut, language: isLanguage(language) ? language : 'pl', answers, broadcasts: [] })
  const since = new Date(times.earliest.getTime() - recentMs)
  // sent_on is the broadcast's first day, which a slow or paused broadcast may leave behind; it only spares old partitions.
  const sent = await client.query<{ address_id: number; broadcast_id: number; submitted_at: Date }>(
    `SELECT address_id, broadcast_id, submitted_at FROM message
     WHERE organization_id = $1 AND address_id = ANY($2) AND broadcast_id IS NOT NULL AND submitted_at >= $3
       AND sent_on >= ($3::timestamptz - interval '30 days')::date ORDER BY submitted_at DESC`,
    [organizationId, addressIds, since],
  )
  for (const row of sent.rows)
    senders.get(row.address_id)?.broadcasts.push({ id: row.broadcast_id, submittedAt: row.submitted_at })
  return senders
}

/** The organization's keywords, and those of its groups that have one. A keyword's own row wins over a group's. */
export async function loadKeywords(
  client: Client,
  organizationId: number,
  joined: (name: string) => string,
): Promise<Keyword[]> {
  const own = await client.query<Keyword>(
    'SELECT word, answer, group_id AS "groupId" FROM keyword WHERE organization_id = $1',
    [organizationId],
  )
  const groups = await client.query<{ word: string; name: string; id: number }>(
    'SELECT keyword AS word, name, id FROM contact_group WHERE organization_id = $1 AND keyword IS NOT NULL',
    [organizationId],
  )
  const words = new Set(own.rows.map((row) => row.word))
  const ofGroups = groups.rows.filter((row) => !words.has(row.word))
  return [...own.rows, ...ofGroups.map(({ word, name, id }) => ({ word, answer: joined(name), groupId: id }))]
}

export interface Office {
  /** Today in its zone: sent_on of the answers. */
  today: string
  senders: Map<number, string>
}

/** The organization's day, and the sender of each of its channels. */
export async function loadOffice(client: Client, organizationId: number, now: Date): Promise<Office> {
  const { rows } = await client.query<{ today: string; id: number; sender: string }>(
    `SELECT ($2::timestamptz AT TIME ZONE o.time_zone)::date AS today, c.id, c.sender
     FROM organization o JOIN channel c ON c.organization_id = o.id WHERE o.id = $1`,
    [organizationId, now],
  )
  return { today: rows[0]?.today ?? '', senders: new Map(rows.map((row) => [row.id, row.sender])) }
}
