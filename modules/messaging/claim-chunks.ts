import { transaction, type Pool } from '#platform/db'
import { STATES } from './lifecycle.ts'

export interface DispatchMessage {
  id: number
  addressId: number
  to: string
  from: string
  text: string
  parts: number
  validitySeconds: number | null
  /** Set where it must not be sent any more. */
  stop: 'suppress' | 'cancel' | undefined
}

export interface Chunk {
  id: number
  organizationId: number
  channelId: number
  sentOn: string
  broadcastId: number | null
  priority: number
  attempt: number
  mark: number
  /** Kept through retries: validity is counted from it. */
  queuedAt: Date
  messages: DispatchMessage[]
}

interface Row {
  id: number
  organization_id: number
  sent_on: string
  broadcast_id: number | null
  priority: number
  attempt: number
  mark: number
  queued_at: Date
  first_id: number
  last_id: number
  ids: number[] | null
  broadcast_state: string | null
}

/**
 * Claims the next due chunks of a channel, the most urgent first. Only the chunk's row is written: claiming the rows of
 * the messages ends at 22 k/s, chunks go to 45 k/s. A paused broadcast's chunk is held back; a cancelled one's messages
 * come with `stop`.
 */
export async function claimChunks(
  pool: Pool,
  claim: { channelId: number; fence: number; limit: number; mostUrgentBelow: number; now: Date },
): Promise<Chunk[]> {
  return transaction(pool, async (client) => {
    const { rows } = await client.query<Row>(
      `WITH due AS (
         SELECT id FROM dispatch_chunk
         WHERE channel_id = $1 AND fence IS NULL AND NOT held AND not_before <= $4 AND priority < $5
         ORDER BY priority, not_before, id LIMIT $3 FOR UPDATE SKIP LOCKED)
       UPDATE dispatch_chunk c SET fence = $2,
         held = coalesce((SELECT b.state = 'paused' FROM broadcast b WHERE b.organization_id = c.organization_id AND b.id = c.broadcast_id), false)
       FROM due WHERE c.id = due.id
       RETURNING c.id, c.organization_id, c.sent_on, c.broadcast_id, c.priority, c.attempt, c.mark, c.queued_at, c.first_id,
         c.last_id, c.ids,
         (SELECT b.state FROM broadcast b WHERE b.organization_id = c.organization_id AND b.id = c.broadcast_id) AS broadcast_state`,
      [claim.channelId, claim.fence, claim.limit, claim.now, claim.mostUrgentBelow],
    )
    const paused = rows.filter((row) => row.broadcast_state === 'paused').map((row) => row.id)
    if (paused.length > 0) await client.query('UPDATE dispatch_chunk SET fence = NULL WHERE id = ANY($1)', [paused])
    const chunks: Chunk[] = []
    for (const row of rows.sort((a, b) => a.priority - b.priority || a.id - b.id)) {
      if (row.broadcast_state === 'paused') continue
      const read = await client.query<Omit<DispatchMessage, 'stop'> & { optedOut: boolean }>({
        name: 'read-chunk',
        text: `SELECT m.id, m.address_id AS "addressId", b.to_value AS "to", b.from_value AS "from", b.text, m.parts,
             b.validity_seconds AS "validitySeconds",
             EXISTS (SELECT FROM opt_out o WHERE o.organization_id = m.organization_id AND o.address_id = m.address_id) AS "optedOut"
           FROM message m JOIN message_body b USING (organization_id, sent_on, id)
           WHERE m.organization_id = $1 AND m.sent_on = $2 AND m.id BETWEEN $3 AND $4 AND m.state = $5 AND m.attempt = $6
             AND ($7::bigint[] IS NULL OR m.id = ANY($7)) ORDER BY m.id`,
        values: [
          row.organization_id,
          row.sent_on,
          Math.max(row.first_id, row.mark + 1),
          row.last_id,
          STATES.queued.number,
          row.attempt,
          row.ids,
        ],
      })
      chunks.push({
        id: row.id,
        organizationId: row.organization_id,
        channelId: claim.channelId,
        sentOn: row.sent_on,
        broadcastId: row.broadcast_id,
        priority: row.priority,
        attempt: row.attempt,
        mark: row.mark,
        queuedAt: row.queued_at,
        messages: read.rows.map(({ optedOut, ...message }) => ({
          ...message,
          // A direct answer to a person is no broadcast: it goes to who opted out of those, too.
          stop:
            row.broadcast_state === 'cancelled'
              ? 'cancel'
              : optedOut && row.broadcast_id !== null
                ? 'suppress'
                : undefined,
        })),
      })
    }
    return chunks
  })
}

/** Commits that messages up to `mark` may be sent. False where the lease was lost. */
export async function advanceMark(
  pool: Pool,
  chunk: { id: number; channelId: number },
  mark: number,
  fence: number,
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'advance-mark',
    text: `UPDATE dispatch_chunk c SET mark = $2 FROM channel_lease l
           WHERE c.id = $1 AND c.fence = $3 AND l.channel_id = c.channel_id AND l.fence = $3`,
    values: [chunk.id, mark, fence],
  })
  return rowCount === 1
}
