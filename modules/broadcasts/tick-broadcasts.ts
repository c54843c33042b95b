import { numbersWhere, PRIORITIES, type Priority } from '#modules/messaging'
import { ring, type Pool } from '#platform/db'

export interface DueBroadcast {
  organizationId: number
  broadcastId: number
}

/** Broadcasts whose time has come, and those whose expansion was cut off by a crash. `urgency`: 0 is an emergency. */
export async function findDue(engine: Pool, now: Date): Promise<(DueBroadcast & { urgency: number })[]> {
  const { rows } = await engine.query<DueBroadcast & { priority: Priority }>(
    `SELECT organization_id AS "organizationId", id AS "broadcastId", priority FROM broadcast
     WHERE (state = 'scheduled' AND send_at <= $1) OR state = 'expanding' ORDER BY send_at`,
    [now],
  )
  return rows.map(({ priority, ...broadcast }) => ({ ...broadcast, urgency: PRIORITIES[priority] }))
}

/** Chunks of a broadcast that goes on again, or is cancelled, are no longer held back. */
export async function releaseHeld(engine: Pool, { organizationId, broadcastId }: DueBroadcast): Promise<void> {
  await engine.query(
    `UPDATE dispatch_chunk c SET held = false FROM broadcast b
     WHERE c.organization_id = $1 AND c.broadcast_id = $2 AND c.held
       AND b.organization_id = c.organization_id AND b.id = c.broadcast_id AND b.state <> 'paused'`,
    [organizationId, broadcastId],
  )
  ring(engine, 'chunks')
}

const unsettled = numbersWhere((state) => !state.settled)

/** Broadcasts of which every message is settled are finished. Returns them. */
export async function finishBroadcasts(engine: Pool, now: Date): Promise<DueBroadcast[]> {
  const { rows } = await engine.query<DueBroadcast>(
    `UPDATE broadcast b SET state = 'finished', finished_at = $1
     WHERE b.state = 'sending' AND NOT EXISTS (
       SELECT FROM broadcast_counter c WHERE c.organization_id = b.organization_id AND c.broadcast_id = b.id
         AND c.state = ANY($2) AND c.count > 0)
     RETURNING b.organization_id AS "organizationId", b.id AS "broadcastId"`,
    [now, unsettled],
  )
  for (const row of rows) ring(engine, 'news', `broadcast ${row.organizationId} ${row.broadcastId}`)
  return rows
}
