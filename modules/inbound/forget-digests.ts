import type { Pool } from '#platform/db'
import { repetitionMs } from './join-parts.ts'

/**
 * The words of an anonymous answer are not kept, but a digest of "4" or "tak" is found by trying. It is needed for as long as a provider
 * may bring the same text again, and emptied then, in every organization (engine role). Returns how many.
 */
export async function forgetDigests(engine: Pool, now: Date): Promise<number> {
  const { rowCount } = await engine.query(
    `UPDATE inbound SET digest = '' WHERE text = '' AND digest <> '' AND routed_at IS NOT NULL AND at < $1`,
    [new Date(now.getTime() - repetitionMs)],
  )
  return rowCount ?? 0
}
