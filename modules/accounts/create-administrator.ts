import { randomUUID } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { transaction, type Pool } from '#platform/db'
import { giveAccount } from './give-account.ts'

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
  const passwordHash = await hashPassword(person.password)
  await transaction(owner, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO "user" (id, name, email, "emailVerified") VALUES ($1, $2, $3, true)
       ON CONFLICT (email) DO UPDATE SET name = excluded.name RETURNING id`,
      [randomUUID(), person.name, person.email.toLowerCase()],
    )
    const userId = rows[0]?.id
    if (userId === undefined) throw new Error('The account was not made.')
    await giveAccount(client, { userId, organizationId: person.organizationId, role: 'administrator', passwordHash })
  })
}
