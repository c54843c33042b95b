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
 * Settles what the last holder of a channel left. At or below a chunk's mark and still queued: where a reference of this attempt
 * is stored it was accepted; else it may have been sent, and becomes uncertain, or is sent again where it is an emergency. What
 * lies above the mark goes on as if nothing was.
 */
export async function takeOver(client: Client, channel: { id: number }, fence: number): Promise<Loss[]> {
  const { rows } = await client.query<Chunk>(
    `SELECT id, organization_id, sent_on, broadcast_id, priority, first_id, last_id, ids, attempt, mark
     FROM dispatch_chunk WHERE channel_id = $1 AND fence IS NOT NULL AND fence < $2 ORDER BY id FOR UPDATE`,
    [channel.id, fence],
  )
  const losses: Loss[] = []
  for (const chunk of rows) {
    const marked = await findMarked(client, chunk)
    const accepted = await findAccepted(client, channel.id, chunk, marked)
    await becomeSubmitted(client, chunk, accepted)
    const known = new Set(accepted)
    const inFlight = marked.filter((id) => !known.has(id))
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

async function findMarked(client: Client, chunk: Chunk): Promise<number[]> {
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

/** Those whose references were stored before their state. */
async function findAccepted(client: Client, channelId: number, chunk: Chunk, marked: number[]): Promise<number[]> {
  if (marked.length === 0) return []
  const { rows } = await client.query<{ id: number }>(
    `SELECT DISTINCT message_id AS id FROM message_ref
     WHERE message_id BETWEEN $1 AND $2 AND message_id = ANY($3) AND organization_id = $4 AND channel_id = $5 AND attempt = $6
       AND day >= $7::date - 1
     ORDER BY message_id`,
    [marked[0], marked.at(-1), marked, chunk.organization_id, channelId, chunk.attempt, chunk.sent_on],
  )
  return rows.map((row) => row.id)
}

async function becomeSubmitted(client: Client, chunk: Chunk, ids: number[]): Promise<void> {
  if (ids.length === 0) return
  const { organization_id: organizationId, sent_on, broadcast_id: broadcastId } = chunk
  await client.query(
    `UPDATE message SET state = $4, submitted_at = coalesce(submitted_at, now())
     WHERE organization_id = $1 AND sent_on = $2 AND id = ANY($3)`,
    [organizationId, sent_on, ids, STATES.submitted.number],
  )
  if (broadcastId === null) return
  await addToCounters(client, [
    { organizationId, broadcastId, state: 'queued', by: -ids.length },
    { organizationId, broadcastId, state: 'submitted', by: ids.length },
  ])
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
