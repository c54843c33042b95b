import type { Client, Pool } from '#platform/db'
import { transaction } from '#platform/db'
import { takeOver, type Loss } from './take-over.ts'

/** How long a lease lasts, and how often it is renewed. */
export const ttlMs = 8_000
export const renewMs = 2_000
/** The holder stops this long before the others may begin: clocks drift and a write takes time. */
const marginMs = 2_000

export interface Lease {
  channelId: number
  fence: number
  /** Monotonic: no byte may be written after it. */
  deadline: number
}

/**
 * Takes the lease of a channel where nobody holds it (any more), or renews one's own. What an earlier holder left
 * half-done is settled in the same transaction. Undefined where another holds it.
 */
export async function acquireLease(
  pool: Pool,
  channel: { id: number; organizationId: number },
  holder: string,
  monotonic: () => number,
): Promise<{ lease: Lease; losses: Loss[] } | undefined> {
  await cutOff(pool, channel.id, holder)
  return transaction(pool, async (client) => {
    const asked = monotonic()
    await client.query('INSERT INTO channel_lease (channel_id) VALUES ($1) ON CONFLICT DO NOTHING', [channel.id])
    const { rows } = await client.query<{ fence: number }>(
      `UPDATE channel_lease SET holder = $2, fence = fence + 1, until = now() + $3 * interval '1 millisecond'
       WHERE channel_id = $1 AND until < now() RETURNING fence`,
      [channel.id, holder, ttlMs],
    )
    const fence = rows[0]?.fence
    if (fence === undefined) return undefined
    const losses = await takeOver(client, channel, fence)
    return { lease: { channelId: channel.id, fence, deadline: asked + ttlMs - marginMs }, losses }
  })
}

/** What a gateway has in hand of a channel: it is kept with the lease, for whoever looks why nothing moves. */
export interface Load {
  inFlight: number
  window: number
  /** Answers that are not stored yet, and for how long their batch has been tried. */
  unwritten: number
  writingMs: number
}

/** The name of a gateway's connections, by which another may know them. */
export function connectionName(holder: string): string {
  return `kurenda-gateway ${holder}`
}

/**
 * Ends the connections of a holder whose time is over. A process that sleeps in the middle of a batch keeps the lease's row locked,
 * and no time limit of PostgreSQL 16 ends a statement of which only a part arrived.
 */
async function cutOff(pool: Pool, channelId: number, successor: string): Promise<void> {
  await pool.query(
    `SELECT pg_terminate_backend(a.pid) FROM channel_lease l JOIN pg_stat_activity a ON a.application_name = $2 || l.holder
     WHERE l.channel_id = $1 AND l.until < now() AND l.holder <> $3 AND a.usename = current_user AND a.datname = current_database()`,
    [channelId, connectionName(''), successor],
  )
}

/** Prolongs a lease; false where it was lost. */
export async function renewLease(pool: Pool, lease: Lease, load: Load, monotonic: () => number): Promise<boolean> {
  const asked = monotonic()
  const { rowCount } = await pool.query(
    `UPDATE channel_lease SET until = now() + $3 * interval '1 millisecond', load = $4 WHERE channel_id = $1 AND fence = $2`,
    [lease.channelId, lease.fence, ttlMs, JSON.stringify(load)],
  )
  if (rowCount === 0) return false
  lease.deadline = asked + ttlMs - marginMs
  return true
}

/** Gives a lease back, so that the next gateway need not wait for its end. */
export async function releaseLease(pool: Pool, lease: Lease): Promise<void> {
  await pool.query("UPDATE channel_lease SET until = '-infinity', holder = NULL WHERE channel_id = $1 AND fence = $2", [
    lease.channelId,
    lease.fence,
  ])
}

/** Which of the fences still hold, locked against a take-over until the transaction ends. */
export async function lockFences(client: Client, fences: ReadonlyMap<number, number>): Promise<Set<number>> {
  const { rows } = await client.query<{ channel_id: number; fence: number }>({
    name: 'lock-fences',
    text: 'SELECT channel_id, fence FROM channel_lease WHERE channel_id = ANY($1) ORDER BY channel_id FOR SHARE',
    values: [[...fences.keys()]],
  })
  return new Set(rows.filter((row) => fences.get(row.channel_id) === row.fence).map((row) => row.channel_id))
}
