import type { Client } from '#platform/db'
import { addToCounters } from './counters.ts'
import { STATES } from './lifecycle.ts'
import { PRIORITIES } from './priority.ts'

/** Messages of one broadcast that nobody knows the fate of. */
export interface Loss {
  organizationId: number
  broadcastId: number | null
  count: number
}

interface Chunk {
  id: number
  organization_id: number
  sent_on: string
  broadcast_id: number | null
  priority: number
  first_id: number
  last_id: number
  ids: number[] | null
  attempt: number
  mark: number
}

/**
 * Settles what the last holder of a channel left: at or below a chunk's mark and still queued means that it may have
 * been sent. It becomes uncertain; an emergency is sent again. What lies above the mark goes on as if nothing was.
 */
export async function takeOver(client: Client, channel: { id: number }, fence: number): Promise<Loss[]> {
  const { rows } = await client.query<Chunk>(
    `SELECT id, organization_id, sent_on, broadcast_id, priority, first_id, last_id, ids, attempt, mark
     FROM dispatch_chunk WHERE channel_id = $1 AND fence IS NOT NULL AND fence < $2 ORDER BY id FOR UPDATE`,
    [channel.id, fence],
  )
  const losses: Loss[] = []
  for (const chunk of rows) {
    const inFlight = await mayHaveBeenSent(client, chunk)
    if (inFlight.length > 0) {
      if (chunk.priority === PRIORITIES.emergency) await sendAgain(client, chunk, inFlight)
      else {
        await becomeUncertain(client, chunk, inFlight)
        losses.push({
          organizationId: chunk.organization_id,
          broadcastId: chunk.broadcast_id,
          count: inFlight.length,
        })
      }
    }
    await client.query('UPDATE dispatch_chunk SET fence = NULL WHERE id = $1', [chunk.id])
  }
  return losses
}

async function mayHaveBeenSent(client: Client, chunk: Chunk): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(
    `SELECT id FROM message WHERE organization_id = $1 AND sent_on = $2 AND state = $3 AND attempt = $4
       AND id BETWEEN $5 AND $6 AND ($7::bigint[] IS NULL OR id = ANY($7)) ORDER BY id FOR UPDATE`,
    [
      chunk.organization_id,
      chunk.sent_on,
      STATES.queued.number,
      chunk.attempt,
      chunk.first_id,
      Math.min(chunk.mark, chunk.last_id),
      chunk.ids,
    ],
  )
  return rows.map((row) => row.id)
}

async function becomeUncertain(client: Client, chunk: Chunk, ids: number[]): Promise<void> {
  const { organization_id: organizationId, sent_on, broadcast_id: broadcastId } = chunk
  await client.query(
    `UPDATE message SET state = $4, submitted_at = coalesce(submitted_at, now()), settled_at = now(), reason = 'interrupted'
     WHERE organization_id = $1 AND sent_on = $2 AND id = ANY($3)`,
    [organizationId, sent_on, ids, STATES.uncertain.number],
  )
  await client.query(
    `INSERT INTO message_event (organization_id, sent_on, message_id, at, state, reason)
     SELECT $1, $2, id, now(), $4, 'interrupted' FROM unnest($3::bigint[]) AS id`,
    [organizationId, sent_on, ids, STATES.uncertain.number],
  )
  if (broadcastId === null) return
  await addToCounters(client, [
    { organizationId, broadcastId, state: 'queued', by: -ids.length },
    { organizationId, broadcastId, state: 'uncertain', by: ids.length },
  ])
}

async function sendAgain(client: Client, chunk: Chunk, ids: number[]): Promise<void> {
  await client.query(
    'UPDATE message SET attempt = attempt + 1 WHERE organization_id = $1 AND sent_on = $2 AND id = ANY($3)',
    [chunk.organization_id, chunk.sent_on, ids],
  )
  await client.query(
    `INSERT INTO dispatch_chunk (organization_id, channel_id, sent_on, broadcast_id, priority, not_before, first_id, last_id, ids, attempt, queued_at, direct)
     SELECT organization_id, channel_id, sent_on, broadcast_id, priority, now(), $2, $3, $4, attempt + 1, queued_at, direct
     FROM dispatch_chunk WHERE id = $1`,
    [chunk.id, ids[0], ids.at(-1), ids],
  )
}
