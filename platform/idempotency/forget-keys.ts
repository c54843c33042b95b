import type { Pool } from '#platform/db'

/** How long an Idempotency-Key keeps its answer; docs/api.md tells callers. */
const keyDays = 7
const mostAtOnce = 10_000

/** Forgets keys whose week is over, in every organization (engine role). Returns how many. */
export async function forgetKeys(engine: Pool, now: Date): Promise<number> {
  const before = new Date(now.getTime() - keyDays * 24 * 3_600_000)
  for (let forgotten = 0; ;) {
    // Small statements: a caller that repeats its key at this moment waits for no long one.
    const { rowCount } = await engine.query(
      `DELETE FROM idempotency_key k USING (
         SELECT organization_id, key FROM idempotency_key WHERE created_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED) AS old
       WHERE k.organization_id = old.organization_id AND k.key = old.key`,
      [before, mostAtOnce],
    )
    forgotten += rowCount ?? 0
    if ((rowCount ?? 0) < mostAtOnce) return forgotten
  }
}
