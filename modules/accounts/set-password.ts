import type { Client } from '#platform/db'

/** Lets a person sign in with a password (already hashed), and with no earlier one. */
export async function setPassword(client: Client, userId: string, passwordHash: string): Promise<void> {
  await client.query(`DELETE FROM "account" WHERE "userId" = $1 AND "providerId" = 'credential'`, [userId])
  await client.query(
    `INSERT INTO "account" (id, "accountId", "providerId", "userId", password)
     VALUES (gen_random_uuid()::text, $1, 'credential', $1, $2)`,
    [userId, passwordHash],
  )
}
