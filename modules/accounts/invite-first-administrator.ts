import { transaction, type Pool } from '#platform/db'
import { audit } from './audit.ts'
import { hashToken, lifetimes, linkOf, makeToken } from './one-time-token.ts'

/**
 * A link by which the first administrator enters name, address and password, where the organization has none; the one of the
 * last start stops working. On the owner's pool, since nobody is signed in yet.
 * @returns undefined where it has an administrator
 */
export async function inviteFirstAdministrator(
  owner: Pool,
  { organizationId, publicUrl, now }: { organizationId: number; publicUrl: string; now: Date },
): Promise<string | undefined> {
  return transaction(owner, async (client) => {
    const { rowCount } = await client.query(
      `SELECT FROM membership WHERE organization_id = $1 AND role = 'administrator' AND deactivated_at IS NULL LIMIT 1`,
      [organizationId],
    )
    if (rowCount) return undefined
    const token = makeToken()
    await client.query(
      `UPDATE invitation SET revoked_at = $2
       WHERE organization_id = $1 AND email IS NULL AND accepted_at IS NULL AND revoked_at IS NULL`,
      [organizationId, now],
    )
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO invitation (organization_id, role, token_hash, created_at, expires_at)
       VALUES ($1, 'administrator', $2, $3, $4) RETURNING id`,
      [organizationId, hashToken(token), now, new Date(now.getTime() + lifetimes.invitation)],
    )
    await audit(client, {
      by: { organizationId, actor: 'system' },
      verb: 'invite',
      noun: 'invitation',
      id: rows[0]?.id ?? 0,
      details: { role: 'administrator' },
    })
    return linkOf(publicUrl, token)
  })
}
