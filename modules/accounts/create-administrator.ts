import { randomUUID } from 'node:crypto'
import { transaction, type Pool } from '#platform/db'
import { audit } from './audit.ts'
import { setPassword } from './set-password.ts'

export interface NewAdministrator {
  organizationId: number
  email: string
  name: string
  /** At least 12 characters. */
  password: string
}

/**
 * Gives the first person of an organization their account. Whoever has that e-mail address already gets the password and the
 * name anew. On the owner's pool, since nobody is signed in yet.
 */
export async function createFirstAdministrator(owner: Pool, person: NewAdministrator): Promise<void> {
  // Only who makes an account loads it.
  const { hashPassword } = await import('better-auth/crypto')
  const passwordHash = await hashPassword(person.password)
  const { organizationId } = person
  await transaction(owner, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO "user" (id, name, email, "emailVerified") VALUES ($1, $2, $3, true)
       ON CONFLICT (email) DO UPDATE SET name = excluded.name RETURNING id`,
      [randomUUID(), person.name, person.email.toLowerCase()],
    )
    const userId = rows[0]?.id
    if (userId === undefined) throw new Error('The account was not made.')
    await setPassword(client, userId, passwordHash)
    const added = await client.query<{ id: number; fresh: boolean }>(
      `INSERT INTO membership (organization_id, user_id, role) VALUES ($1, $2, 'administrator')
       ON CONFLICT (organization_id, user_id) DO UPDATE SET role = excluded.role, deactivated_at = NULL
       RETURNING id, xmax = 0 AS fresh`,
      [organizationId, userId],
    )
    const staff = added.rows[0]
    if (staff?.fresh)
      await audit(client, {
        by: { organizationId, actor: 'system' },
        verb: 'add',
        noun: 'staff',
        id: staff.id,
        details: { role: 'administrator' },
      })
  })
}
