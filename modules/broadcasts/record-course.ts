import { stateNames, stateNumber } from '#modules/messaging'
import type { Pool } from '#platform/db'
import type { DueBroadcast } from './tick-broadcasts.ts'

/** No closer than this, however short the sending. */
const leastSeconds = 2
/** The longer it takes, the wider apart: about 200 readings for each tenfold of its length. */
const readingsPerLength = 200

/**
 * Notes how each running broadcast stands, or those of `just` that have this moment finished: the delivery river is drawn
 * from it. A reading that says nothing new is left out. Returns how many were noted.
 */
export async function recordCourse(engine: Pool, now: Date, just?: readonly DueBroadcast[]): Promise<number> {
  const { rowCount } = await engine.query(
    `INSERT INTO broadcast_reading (organization_id, broadcast_id, at, counts)
     SELECT b.organization_id, b.id, $1, s.counts FROM broadcast b
     CROSS JOIN LATERAL (SELECT array_agg(coalesce(c.count, 0) ORDER BY n) AS counts FROM unnest($2::smallint[]) AS n
       LEFT JOIN broadcast_counter c ON c.organization_id = b.organization_id AND c.broadcast_id = b.id AND c.state = n) s
     LEFT JOIN LATERAL (SELECT r.at, r.counts FROM broadcast_reading r
       WHERE r.organization_id = b.organization_id AND r.broadcast_id = b.id ORDER BY r.at DESC LIMIT 1) last ON true
     WHERE ${just ? 'b.id = ANY($3)' : `b.state IN ('expanding', 'sending', 'paused', 'cancelled')`}
       AND b.started_at <= $1 AND last.counts IS DISTINCT FROM s.counts
       ${just ? '' : `AND (last.at IS NULL OR $1 - last.at >= greatest(make_interval(secs => $3), ($1 - b.started_at) / $4))`}
     ON CONFLICT DO NOTHING`,
    [
      now,
      stateNames.map(stateNumber),
      ...(just ? [just.map(({ broadcastId }) => broadcastId)] : [leastSeconds, readingsPerLength]),
    ],
  )
  return rowCount ?? 0
}
