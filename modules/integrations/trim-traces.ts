import type { Pool } from '#platform/db'

/** What is kept of a channel's exchanges. */
const mostKept = 5_000
const longestDays = 7

/** Removes what is no longer kept (engine role). Each channel has its own limit, so that a noisy one hides no other. */
export async function trimTraces(engine: Pool, now: Date): Promise<void> {
  await engine.query(
    `DELETE FROM channel_trace t USING channel c, LATERAL (
       SELECT x.id FROM channel_trace x WHERE x.organization_id = c.organization_id AND x.channel_id = c.id
       ORDER BY x.id DESC OFFSET $1 LIMIT 1) last
     WHERE t.organization_id = c.organization_id AND t.channel_id = c.id AND t.id <= last.id`,
    [mostKept],
  )
  await engine.query("DELETE FROM channel_trace WHERE at < $1::timestamptz - $2 * interval '1 day'", [now, longestDays])
}
