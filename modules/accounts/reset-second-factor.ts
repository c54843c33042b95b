import { inOrganization, type Pool } from '#platform/db'
import { accessStaff, mustBeOurs } from './access-staff.ts'
import { audit } from './audit.ts'
import type { Caller } from './caller.ts'

/**
 * For who lost their phone and their recovery codes: their password alone opens the account again. Codes and passkeys are
 * forgotten, and every session ends.
 * @throws Problem `not-found`, `forbidden`, `person-shared`
 */
export async function resetSecondFactor(api: Pool, caller: Caller, staffId: number): Promise<void> {
  await inOrganization(api, caller.organizationId, async (client) => {
    const { userId } = await accessStaff(client, caller, staffId)
    await mustBeOurs(client, userId)
    await client.query('DELETE FROM "twoFactor" WHERE "userId" = $1', [userId])
    await client.query('UPDATE "user" SET "twoFactorEnabled" = false WHERE id = $1', [userId])
    await client.query('DELETE FROM passkey WHERE user_id = $1', [userId])
    await client.query('DELETE FROM "session" WHERE "userId" = $1', [userId])
    await audit(client, { by: caller, verb: 'reset-second-factor', noun: 'staff', id: staffId })
  })
}
