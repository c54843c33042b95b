import { hashPassword, verifyPassword } from 'better-auth/crypto'
import type { Acceptance, StaffRole } from '@kurenda/contract'
import { inOrganization, type Client, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { addUser } from './add-user.ts'
import { audit } from './audit.ts'
import { findInvitation, hasAdministrator, type OpenInvitation } from './describe-link.ts'
import { employ } from './employ.ts'
import { mustBeStrong } from './password-rules.ts'

interface Account {
  userId: string
  passwordHash: string | null
}

/**
 * Someone takes their invitation: a new person sets a password, one who has an account proves that it is theirs. The link works
 * once, whoever comes first.
 * @param admit called with the address before a password is compared; throws where too many were wrong
 * @throws Problem `link-spent`, `password-weak`, `sign-in-failed`, `invalid-request`, `user-exists`
 */
export async function acceptInvitation(
  api: Pool,
  acceptance: Acceptance,
  now: Date,
  admit: (email: string) => Promise<void>,
): Promise<void> {
  const invitation = await findInvitation(api, acceptance.token, now)
  if (!invitation) throw new Problem('link-spent')
  const person = personOf(invitation, acceptance)
  const account = await findAccount(api, person.email)
  if (account) await prove(account, acceptance.password, () => admit(person.email))
  else mustBeStrong(acceptance.password, person)
  const passwordHash = account ? '' : await hashPassword(acceptance.password)
  await inOrganization(api, invitation.organizationId, async (client) => {
    const claimed = await claim(client, invitation, now)
    const userId = account?.userId ?? (await addUser(client, { ...person, passwordHash }))
    const { organizationId } = invitation
    const staffId = await employ(client, organizationId, { ...claimed, userId, email: person.email })
    await audit(client, {
      by: { organizationId, actor: `staff:${staffId}` },
      verb: 'accept',
      noun: 'invitation',
      id: invitation.id,
      details: { role: claimed.role, staff: staffId },
    })
  })
}

/** What the invitation says counts for the address; a name may be corrected. */
function personOf(invitation: OpenInvitation, acceptance: Acceptance): { email: string; name: string } {
  const email = invitation.email ?? acceptance.email?.toLowerCase()
  const name = acceptance.name ?? invitation.name
  const missing = [...(email ? [] : ['email']), ...(name ? [] : ['name'])]
  if (!email || !name) throw new Problem('invalid-request', { fields: missing })
  return { email, name }
}

async function findAccount(api: Pool, email: string): Promise<Account | undefined> {
  const { rows } = await api.query<Account>(
    `SELECT u.id AS "userId", a.password AS "passwordHash" FROM "user" u
     LEFT JOIN "account" a ON a."userId" = u.id AND a."providerId" = 'credential' WHERE u.email = $1`,
    [email],
  )
  return rows[0]
}

async function prove({ passwordHash }: Account, password: string, admit: () => Promise<void>): Promise<void> {
  await admit()
  if (passwordHash === null || !(await verifyPassword({ hash: passwordHash, password })))
    throw new Problem('sign-in-failed')
}

async function claim(
  client: Client,
  { organizationId, id }: OpenInvitation,
  now: Date,
): Promise<{ role: StaffRole; unitIds: number[] }> {
  const { rows } = await client.query<{ role: StaffRole; unitIds: number[] }>(
    `UPDATE invitation i SET accepted_at = $3
     WHERE organization_id = $1 AND id = $2 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $3
       AND (email IS NOT NULL OR NOT ${hasAdministrator})
     RETURNING role, unit_ids AS "unitIds"`,
    [organizationId, id, now],
  )
  if (!rows[0]) throw new Problem('link-spent')
  return rows[0]
}
