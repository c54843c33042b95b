import { inOrganization, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { audit } from './audit.ts'
import type { Caller } from './caller.ts'

/** Its link stops working. @throws Problem `not-found` where it is not there, was accepted or revoked */
export async function revokeInvitation(api: Pool, caller: Caller, id: number, now: Date): Promise<void> {
  await inOrganization(api, caller.organizationId, async (client) => {
    const { rowCount } = await client.query(
      `UPDATE invitation SET revoked_at = $3
       WHERE organization_id = $1 AND id = $2 AND accepted_at IS NULL AND revoked_at IS NULL`,
      [caller.organizationId, id, now],
    )
    if (rowCount === 0) throw new Problem('not-found')
    await audit(client, { by: caller, verb: 'revoke', noun: 'invitation', id })
  })
}
