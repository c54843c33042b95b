import { transaction, type Client, type Pool } from '#platform/db'

/** A draft that nobody saved, sent for review or confirmed for so long is nobody's plan any more; its list is people's data. */
const draftDays = 90
const mostAtOnce = 100

/**
 * Deletes drafts that were not touched for 90 days, with their recipients, in every organization (engine role). One that is
 * planned for a time to come stays. Returns how many.
 */
export async function forgetDrafts(engine: Pool, now: Date): Promise<number> {
  const before = new Date(now.getTime() - draftDays * 24 * 3_600_000)
  for (let forgotten = 0; ;) {
    const some = await transaction(engine, (client) => forgetSome(client, before, now))
    forgotten += some
    if (some < mostAtOnce) return forgotten
  }
}

async function forgetSome(client: Client, before: Date, now: Date): Promise<number> {
  const { rows } = await client.query<{ organization_id: number; id: number }>(
    `SELECT b.organization_id, b.id FROM broadcast b
     WHERE b.state IN ('draft', 'review', 'approved') AND b.created_at < $1 AND (b.send_at IS NULL OR b.send_at < $2)
       AND NOT EXISTS (SELECT FROM broadcast_version v
         WHERE v.organization_id = b.organization_id AND v.broadcast_id = b.id AND v.saved_at >= $1)
       AND NOT EXISTS (SELECT FROM broadcast_review r
         WHERE r.organization_id = b.organization_id AND r.broadcast_id = b.id AND r.at >= $1)
     ORDER BY b.organization_id, b.id LIMIT $3 FOR UPDATE SKIP LOCKED`,
    [before, now, mostAtOnce],
  )
  const keys = [rows.map((row) => row.organization_id), rows.map((row) => row.id)]
  for (const [table, key] of [
    ['broadcast_recipient', 'broadcast_id'],
    ['broadcast', 'id'],
  ])
    await client.query(
      `DELETE FROM ${table} t USING unnest($1::int[], $2::bigint[]) AS k(o, b) WHERE t.organization_id = k.o AND t.${key} = k.b`,
      keys,
    )
  return rows.length
}
