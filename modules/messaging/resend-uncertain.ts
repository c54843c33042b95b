import { ring, transaction, type Pool } from '#platform/db'
import { addToCounters } from './counters.ts'
import { STATES } from './lifecycle.ts'
import { PRIORITIES, type Priority } from './priority.ts'

/** Staff decided: what nobody knows the fate of is sent again. Returns how many. */
export async function resendUncertain(engine: Pool, organizationId: number, broadcastId: number): Promise<number> {
  const count = await transaction(engine, async (client) => {
    const found = await client.query<{ channel_id: number; sent_on: string; priority: Priority }>(
      'SELECT channel_id, sent_on, priority FROM broadcast WHERE organization_id = $1 AND id = $2 FOR SHARE',
      [organizationId, broadcastId],
    )
    const broadcast = found.rows[0]
    if (!broadcast) return 0
    const { rows } = await client.query<{ id: number; attempt: number }>(
      `UPDATE message SET state = $4, attempt = attempt + 1, settled_at = NULL, reason = NULL, delivered_parts = 0
       WHERE organization_id = $1 AND sent_on = $2 AND broadcast_id = $3 AND state = $5 RETURNING id, attempt`,
      [organizationId, broadcast.sent_on, broadcastId, STATES.queued.number, STATES.uncertain.number],
    )
    for (const group of Map.groupBy(rows, (row) => row.attempt).values()) {
      const ids = group.map((row) => row.id).sort((a, b) => a - b)
      await client.query(
        `INSERT INTO dispatch_chunk (organization_id, channel_id, sent_on, broadcast_id, priority, not_before, first_id, last_id, ids, attempt)
         VALUES ($1, $2, $3, $4, $5, now(), $6, $7, $8, $9)`,
        [
          organizationId,
          broadcast.channel_id,
          broadcast.sent_on,
          broadcastId,
          PRIORITIES[broadcast.priority],
          ids[0],
          ids.at(-1),
          ids,
          group[0]?.attempt,
        ],
      )
    }
    await addToCounters(client, [
      { organizationId, broadcastId, state: 'uncertain', by: -rows.length },
      { organizationId, broadcastId, state: 'queued', by: rows.length },
    ])
    return rows.length
  })
  ring(engine, 'chunks')
  return count
}
