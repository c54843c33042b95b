import { randomUUID } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { openPool, transaction, type Pool } from '#platform/db'

export interface NewAdministrator {
  email: string
  name: string
  /** At least 12 characters. */
  password: string
}

/**
 * Gives the first person their account: administrator of the organization that was made first. A person of that e-mail
 * address gets the password anew. The owner role does it, since nobody is signed in yet.
 * @throws Error where no organization exists
 */
export async function createFirstAdministrator(ownerUrl: string, person: NewAdministrator): Promise<void> {
  const owner = openPool(ownerUrl, { max: 1, name: 'kurenda-accounts' })
  try {
    await addAdministrator(owner, person)
  } finally {
    await owner.end()
  }
}

async function addAdministrator(owner: Pool, person: NewAdministrator): Promise<void> {
  const password = await hashPassword(person.password)
  await transaction(owner, async (client) => {
    const found = await client.query<{ id: number }>('SELECT id FROM organization ORDER BY id LIMIT 1')
    const organization = found.rows[0]
    if (!organization) throw new Error('There is no organization yet.')
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
      [organization.id, userId],
    )
  })
}
