import type { Pool } from '#platform/db'

/**
 * Chunks are held back while their broadcast is paused. A gateway may put one back at the very moment at which the
 * broadcast goes on (or is cancelled, and the messages have to become so): such a chunk is let go here.
 */
export async function releaseHeld(pool: Pool): Promise<void> {
  await pool.query(
    `UPDATE dispatch_chunk SET held = false WHERE id IN (
       SELECT c.id FROM dispatch_chunk c JOIN broadcast b ON b.organization_id = c.organization_id AND b.id = c.broadcast_id
       WHERE c.held AND c.fence IS NULL AND b.state <> 'paused' FOR UPDATE OF c SKIP LOCKED)`,
  )
}
