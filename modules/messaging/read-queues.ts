import type { Client } from '#platform/db'
import { PRIORITIES, type Priority } from './priority.ts'

/** What waits in one lane of one channel. Counts of messages are those of whole chunks: at most so many. */
export interface LaneQueue {
  channelId: number
  lane: Priority
  /** Messages that could go out now. */
  due: number
  /** Since when the oldest of them could. */
  dueSince: Date | null
  /** Messages that a gateway has in hand. */
  open: number
  /** Messages of paused broadcasts. */
  held: number
  /** Messages that the provider did not take and that are tried again later, the first at `retryAt`. */
  retrying: number
  retryAt: Date | null
}

const messages = 'coalesce(cardinality(ids), last_id - first_id + 1)'

/**
 * What waits, by channel and lane; null for all organizations (engine role). Reads every chunk: a thousand messages each, so
 * a million that wait are a thousand rows.
 */
export async function readQueues(client: Client, organizationId: number | null, now: Date): Promise<LaneQueue[]> {
  const { rows } = await client.query<Omit<LaneQueue, 'lane'> & { priority: number }>(
    `SELECT channel_id AS "channelId", priority,
       coalesce(sum(${messages}) FILTER (WHERE due), 0)::int AS due, min(not_before) FILTER (WHERE due) AS "dueSince",
       coalesce(sum(${messages}) FILTER (WHERE fence IS NOT NULL), 0)::int AS open,
       coalesce(sum(${messages}) FILTER (WHERE fence IS NULL AND held), 0)::int AS held,
       coalesce(sum(${messages}) FILTER (WHERE later), 0)::int AS retrying, min(not_before) FILTER (WHERE later) AS "retryAt"
     FROM (
       SELECT *, fence IS NULL AND NOT held AND not_before <= $2 AS due,
         fence IS NULL AND NOT held AND not_before > $2 AND attempt > 0 AS later
       FROM dispatch_chunk WHERE $1::int IS NULL OR organization_id = $1) AS c
     GROUP BY channel_id, priority ORDER BY channel_id, priority`,
    [organizationId, now],
  )
  const names = Object.keys(PRIORITIES) as Priority[]
  return rows.flatMap(({ priority, ...queue }) => {
    const lane = names.find((name) => PRIORITIES[name] === priority)
    return lane ? [{ ...queue, lane }] : []
  })
}
