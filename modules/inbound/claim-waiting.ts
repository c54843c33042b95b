import type { Client } from '#platform/db'

export interface WaitingText {
  organizationId: number
  id: number
  channelId: number
  from: string
  text: string
  at: Date
}

/** The oldest texts that wait, locked until the end of the transaction; other workers pass them by. */
export async function claimWaiting(client: Client, limit: number): Promise<WaitingText[]> {
  const { rows } = await client.query<WaitingText>(
    `SELECT organization_id AS "organizationId", id, channel_id AS "channelId", from_value AS "from", text, at
     FROM inbound WHERE routed_at IS NULL ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED`,
    [limit],
  )
  return rows
}

export async function markRouted(
  client: Client,
  organizationId: number,
  routed: readonly { id: number; route: string }[],
  now: Date,
): Promise<void> {
  await client.query(
    `UPDATE inbound i SET routed_at = $4, route = w.r FROM unnest($2::bigint[], $3::text[]) AS w(id, r)
     WHERE i.organization_id = $1 AND i.id = w.id`,
    [organizationId, routed.map((one) => one.id), routed.map((one) => one.route), now],
  )
}
