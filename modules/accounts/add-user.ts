import { randomBytes, randomUUID } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { inOrganization, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { giveAccount } from './give-account.ts'
import type { StaffRole } from './permissions.ts'

/**
 * Adds a member of staff (api role). Their first password is made here and told once, to whoever added them.
 * @throws Problem `user-exists`: people may belong to several organizations, and none may set another's password
 */
export async function addUser(
  api: Pool,
  organizationId: number,
  person: { email: string; name: string; role: StaffRole },
): Promise<{ password: string }> {
  const password = randomBytes(12).toString('base64url')
  const passwordHash = await hashPassword(password)
  await inOrganization(api, organizationId, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      'INSERT INTO "user" (id, name, email, "emailVerified") VALUES ($1, $2, $3, true) ON CONFLICT (email) DO NOTHING RETURNING id',
      [randomUUID(), person.name, person.email.toLowerCase()],
    )
    const userId = rows[0]?.id
    if (userId === undefined) throw new Problem('user-exists', { email: person.email })
    await giveAccount(client, { userId, organizationId, role: person.role, passwordHash })
  })
  return { password }
}
