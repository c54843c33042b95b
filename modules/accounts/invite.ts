import type { Invited, NewInvitation } from '@kurenda/contract'
import { inOrganization } from '#platform/db'
import { Problem } from '#platform/errors'
import { audit } from './audit.ts'
import type { Caller } from './caller.ts'
import type { Desk } from './desk.ts'
import { invitationMail } from './mail-texts.ts'
import { mustGovern } from './must-govern.ts'
import { hashToken, lifetimes, linkOf, makeToken } from './one-time-token.ts'
import { readLetterhead } from './read-letterhead.ts'

/**
 * Invites someone by a link that works once, for seven days. An earlier invitation of the same address stops working.
 * @throws Problem `user-exists` where they work here already, `forbidden`
 */
export async function invite(desk: Desk, caller: Caller, wanted: NewInvitation): Promise<Invited> {
  mustGovern(caller, wanted.role)
  const { organizationId } = caller
  const email = wanted.email.toLowerCase()
  const token = makeToken()
  const createdAt = desk.clock.now()
  const expiresAt = new Date(createdAt.getTime() + lifetimes.invitation)
  const { id, letterhead } = await inOrganization(desk.api, organizationId, async (client) => {
    const here = await client.query(
      `SELECT FROM membership m JOIN "user" u ON u.id = m.user_id WHERE m.organization_id = $1 AND u.email = $2 AND m.deactivated_at IS NULL`,
      [organizationId, email],
    )
    if (here.rowCount) throw new Problem('user-exists', { email })
    await client.query(
      `UPDATE invitation SET revoked_at = $3 WHERE organization_id = $1 AND email = $2 AND accepted_at IS NULL AND revoked_at IS NULL`,
      [organizationId, email, createdAt],
    )
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO invitation (organization_id, email, name, role, unit_ids, token_hash, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
      [organizationId, email, wanted.name, wanted.role, wanted.unitIds, hashToken(token), createdAt, expiresAt],
    )
    const made = rows[0]?.id ?? 0
    await audit(client, { by: caller, verb: 'invite', noun: 'invitation', id: made, details: { role: wanted.role } })
    return { id: made, letterhead: await readLetterhead(client, organizationId) }
  })
  const link = linkOf(desk.publicUrl, token)
  const letter = invitationMail(letterhead, { name: wanted.name, link, expiresAt })
  const mailed = (await desk.mail?.send({ to: email, ...letter })) ?? false
  return {
    id,
    email,
    name: wanted.name,
    role: wanted.role,
    unitIds: wanted.unitIds,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    link: mailed ? null : link,
    mailed,
  }
}
