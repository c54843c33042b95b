import type { Client } from '#platform/db'
import type { StaffRole } from './permissions.ts'

/** Lets a person sign in with a password (already hashed) and gives them a role in the organization. */
export async function giveAccount(
  client: Client,
  account: { userId: string; organizationId: number; role: StaffRole; passwordHash: string },
): Promise<void> {
  const { userId, organizationId, role, passwordHash } = account
  await client.query(`DELETE FROM "account" WHERE "userId" = $1 AND "providerId" = 'credential'`, [userId])
  await client.query(
    `INSERT INTO "account" (id, "accountId", "providerId", "userId", password)
     VALUES (gen_random_uuid()::text, $1, 'credential', $1, $2)`,
    [userId, passwordHash],
  )
  await client.query(
    `INSERT INTO membership (organization_id, user_id, role) VALUES ($1, $2, $3)
     ON CONFLICT (organization_id, user_id) DO UPDATE SET role = excluded.role`,
    [organizationId, userId, role],
  )
}
