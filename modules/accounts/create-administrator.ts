import { randomUUID } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { transaction, type Pool } from '#platform/db'

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
  const password = await hashPassword(person.password)
  await transaction(owner, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO "user" (id, name, email, "emailVerified") VALUES ($1, $2, $3, true)
       ON CONFLICT (email) DO UPDATE SET name = excluded.name RETURNING id`,
      [randomUUID(), person.name, person.email.toLowerCase()],
    )
    const userId = rows[0]?.id
    await client.query(`DELETE FROM "account" WHERE "userId" = $1 AND "providerId" = 'credential'`, [userId])
    await client.query(
      `INSERT INTO "account" (id, "accountId", "providerId", "userId", password) VALUES ($1, $2, 'credential', $2, $3)`,
      [randomUUID(), userId, password],
    )
    await client.query(
      `INSERT INTO membership (organization_id, user_id, role) VALUES ($1, $2, 'administrator')
       ON CONFLICT (organization_id, user_id) DO UPDATE SET role = excluded.role`,
      [person.organizationId, userId],
    )
  })
}
