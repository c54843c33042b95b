import type { Pool } from '#platform/db'

/** How long an invitation that was taken, withdrawn or not used in time is kept. */
const endedLinkDays = 30

/**
 * Forgets one-time links that work no more, in every organization (engine role): those to a new password at their end, and
 * invitations, which name a person, 30 days after it. Returns how many.
 */
export async function forgetLinks(engine: Pool, now: Date): Promise<number> {
  const before = new Date(now.getTime() - endedLinkDays * 24 * 3_600_000)
  const resets = await engine.query('DELETE FROM password_reset WHERE expires_at < $1', [now])
  const invitations = await engine.query(
    'DELETE FROM invitation WHERE least(expires_at, accepted_at, revoked_at) < $1',
    [before],
  )
  return (resets.rowCount ?? 0) + (invitations.rowCount ?? 0)
}
