import type { Client } from '#platform/db'

export interface WaitingText {
  organizationId: number
  id: number
  channelId: number
  from: string
  /** The number or name of ours that it was written to. */
  to: string
  text: string
  at: Date
}

export interface Claim {
  texts: WaitingText[]
  /** An earlier text of the same sender, for each that was left: another worker has it. */
  behind: number[]
}

/**
 * Each sender is looked up once, by the index of those who wait: the other one is for `id > 0` only (migration 0022), and `id + 0` is no
 * order that an index has. Left to itself the planner, which had last seen an empty queue, looked all senders up anew for each text: of 2,000
 * texts a second after a large broadcast the first 200 took longer than two minutes.
 */
export const claimStatement = `WITH free AS MATERIALIZED (
   SELECT organization_id, id, channel_id, from_value, to_value, text, at FROM inbound
   WHERE routed_at IS NULL AND id > 0 ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED),
 sender AS MATERIALIZED (SELECT organization_id, from_value, max(id) AS last FROM free GROUP BY organization_id, from_value),
 held AS MATERIALIZED (
   SELECT s.organization_id, s.from_value, (
     SELECT min(i.id + 0) FROM inbound i
     WHERE i.organization_id = s.organization_id AND i.from_value = s.from_value AND i.routed_at IS NULL AND i.id + 0 < s.last
       AND NOT EXISTS (SELECT FROM free o WHERE o.id = i.id)) AS behind
   FROM sender s)
 SELECT f.organization_id AS "organizationId", f.id, f.channel_id AS "channelId", f.from_value AS "from", f.to_value AS "to",
   f.text, f.at, h.behind
 FROM free f LEFT JOIN held h
   ON h.organization_id = f.organization_id AND h.from_value = f.from_value AND h.behind < f.id
 ORDER BY f.id`

/**
 * The oldest texts that wait, locked until the end of the transaction; other workers pass them by. What a sender wrote is routed
 * in its order: a text is left where an earlier one of its sender still waits in the hands of another worker. The earliest is
 * never left, so somebody always goes on.
 */
export async function claimWaiting(client: Client, limit: number): Promise<Claim> {
  const { rows } = await client.query<WaitingText & { behind: number | null }>(claimStatement, [limit])
  const texts = rows.filter(({ behind }) => behind === null).map(({ behind: _none, ...text }) => text)
  return { texts, behind: rows.flatMap(({ behind }) => (behind === null ? [] : [behind])) }
}

/** Resolves when no other worker holds these texts any more. In a transaction of its own, which holds nothing else. */
export async function waitForTexts(client: Client, ids: readonly number[]): Promise<void> {
  await client.query('SELECT FROM inbound WHERE routed_at IS NULL AND id > 0 AND id = ANY($1) ORDER BY id FOR UPDATE', [
    ids,
  ])
}

/** The words of an anonymous answer are not kept beside its number. */
export async function markRouted(
  client: Client,
  organizationId: number,
  routed: readonly { id: number; route: string; anonymous?: boolean }[],
  now: Date,
): Promise<void> {
  await client.query({
    name: 'mark-routed',
    text: `UPDATE inbound i SET routed_at = $4, route = w.r, text = CASE WHEN w.a THEN '' ELSE i.text END
     FROM unnest($2::bigint[], $3::text[], $5::boolean[]) AS w(id, r, a) WHERE i.organization_id = $1 AND i.id = w.id`,
    values: [
      organizationId,
      routed.map((one) => one.id),
      routed.map((one) => one.route),
      now,
      routed.map((one) => one.anonymous ?? false),
    ],
  })
}
