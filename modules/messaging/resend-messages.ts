import { ring, transaction, type Client, type Pool } from '#platform/db'
import { addToCounters, type CounterChange } from './counters.ts'
import { stateName, STATES, stateNumber } from './lifecycle.ts'
import { PRIORITIES, type Priority } from './priority.ts'

/** What of a broadcast is sent again: what nobody knows the fate of, or what failed or ran out of time. */
export type Resend = 'uncertain' | 'failed'

const statesOf: Record<Resend, number[]> = {
  uncertain: [stateNumber('uncertain')],
  failed: [stateNumber('failed'), stateNumber('expired')],
}

/** Messages of one chunk: an answer to the clerk in seconds, whatever the broadcast's size. */
const chunkRows = 1_000

/**
 * Staff decided: these messages of a broadcast are sent again, all of them or those with some reasons; nobody else gets it a
 * second time. A finished broadcast runs again until they are settled. Returns how many.
 */
export async function resendMessages(
  engine: Pool,
  about: { organizationId: number; broadcastId: number; what: Resend; reasons?: readonly string[]; now: Date },
): Promise<number> {
  let resent = 0
  for (;;) {
    const count = await transaction(engine, (client) => resendSome(client, about))
    ring(engine, 'chunks')
    resent += count
    if (count < chunkRows) return resent
  }
}

async function resendSome(
  client: Client,
  { organizationId, broadcastId, what, reasons, now }: Parameters<typeof resendMessages>[1],
): Promise<number> {
  const found = await client.query<{ channel_id: number; sent_on: string; priority: Priority }>(
    `UPDATE broadcast SET state = CASE state WHEN 'finished' THEN 'sending' ELSE state END, finished_at = NULL
     WHERE organization_id = $1 AND id = $2 AND sent_on IS NOT NULL AND state IN ('expanding', 'sending', 'paused', 'finished')
     RETURNING channel_id, sent_on, priority`,
    [organizationId, broadcastId],
  )
  const broadcast = found.rows[0]
  if (!broadcast) return 0
  const { rows } = await client.query<{ id: number; attempt: number; from: number }>(
    `WITH again AS (
       SELECT id, state FROM message
       WHERE organization_id = $1 AND sent_on = $2 AND broadcast_id = $3 AND state = ANY($5)
         AND ($6::text[] IS NULL OR coalesce(reason, '') = ANY($6))
       ORDER BY id LIMIT $7 FOR UPDATE)
     UPDATE message m SET state = $4, attempt = attempt + 1, settled_at = NULL, reason = NULL, delivered_parts = 0
     FROM again WHERE m.organization_id = $1 AND m.sent_on = $2 AND m.id = again.id
     RETURNING m.id, m.attempt, again.state AS "from"`,
    [organizationId, broadcast.sent_on, broadcastId, STATES.queued.number, statesOf[what], reasons ?? null, chunkRows],
  )
  for (const group of Map.groupBy(rows, (row) => row.attempt).values()) {
    const ids = group.map((row) => row.id).sort((a, b) => a - b)
    await client.query(
      `INSERT INTO dispatch_chunk (organization_id, channel_id, sent_on, broadcast_id, priority, not_before, first_id, last_id, ids, attempt, queued_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $6)`,
      [
        organizationId,
        broadcast.channel_id,
        broadcast.sent_on,
        broadcastId,
        PRIORITIES[broadcast.priority],
        now,
        ids[0],
        ids.at(-1),
        ids,
        group[0]?.attempt,
      ],
    )
  }
  const changes: CounterChange[] = [{ organizationId, broadcastId, state: 'queued', by: rows.length }]
  for (const [from, group] of Map.groupBy(rows, (row) => row.from))
    changes.push({ organizationId, broadcastId, state: stateName(from), by: -group.length })
  await addToCounters(client, changes)
  return rows.length
}
