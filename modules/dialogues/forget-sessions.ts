import type { Pool } from '#platform/db'
import { readingMs } from './asking.ts'
import { kindDays } from './load-askings.ts'

/** Who answered a dialogue that is answered once is known until so long after its closing: it may be opened again. */
const onceDays = 90
const mostAtOnce = 5_000

/** What was said last, as a digest, is needed for as long as it may be the same answer, delivered again (engine role). */
export async function forgetHeard(engine: Pool, now: Date): Promise<void> {
  await engine.query(`UPDATE dialogue_session SET heard = '' WHERE ended_at < $1 AND heard <> ''`, [
    new Date(now.getTime() - readingMs),
  ])
}

/**
 * Deletes sessions that ended and that nothing asks about any more, in every organization (engine role): 14 days after their end, and
 * where a person may answer only once, 90 days after the closing. Returns how many.
 */
export async function forgetSessions(engine: Pool, now: Date): Promise<number> {
  for (let forgotten = 0; ;) {
    const { rowCount } = await engine.query(
      `DELETE FROM dialogue_session s USING (
         SELECT o.organization_id, o.id FROM dialogue_session o
         JOIN dialogue d ON d.organization_id = o.organization_id AND d.id = o.dialogue_id
         WHERE o.ended_at < $1::timestamptz - make_interval(days => $2)
           AND (NOT d.once OR (d.state = 'closed' AND d.closed_at < $1::timestamptz - make_interval(days => $3)))
         LIMIT $4) k
       WHERE s.organization_id = k.organization_id AND s.id = k.id`,
      [now, kindDays, onceDays, mostAtOnce],
    )
    forgotten += rowCount ?? 0
    if ((rowCount ?? 0) < mostAtOnce) return forgotten
  }
}
