import { randomUUID } from 'node:crypto'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { setPassword } from './set-password.ts'

/**
 * Makes a person's account; its id.
 * @throws Problem `user-exists`: people may belong to several organizations, and none may set another's password
 */
export async function addUser(
  client: Client,
  person: { email: string; name: string; passwordHash: string },
): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    'INSERT INTO "user" (id, name, email, "emailVerified") VALUES ($1, $2, $3, true) ON CONFLICT (email) DO NOTHING RETURNING id',
    [randomUUID(), person.name, person.email.toLowerCase()],
  )
  const userId = rows[0]?.id
  if (userId === undefined) throw new Problem('user-exists', { email: person.email })
  await setPassword(client, userId, person.passwordHash)
  return userId
}
