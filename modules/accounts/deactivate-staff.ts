import type { StaffMember } from '@kurenda/contract'
import { inOrganization, type Pool } from '#platform/db'
import { accessStaff, mustKeepAdministrator } from './access-staff.ts'
import { audit } from './audit.ts'
import type { Caller } from './caller.ts'
import { readStaff } from './list-staff.ts'

/**
 * Lets someone go: their sessions in this organization end at once. What they did stays theirs, and they can come back.
 * @throws Problem `not-found`, `forbidden`, `last-administrator`
 */
export async function deactivateStaff(api: Pool, caller: Caller, id: number, now: Date): Promise<StaffMember> {
  const { organizationId } = caller
  return inOrganization(api, organizationId, async (client) => {
    const person = await accessStaff(client, caller, id)
    if (person.active) {
      await client.query('UPDATE membership SET deactivated_at = $2 WHERE id = $1', [id, now])
      await mustKeepAdministrator(client, organizationId, person)
      await client.query('DELETE FROM "session" WHERE "userId" = $1 AND "organizationId" = $2', [
        person.userId,
        organizationId,
      ])
      await audit(client, { by: caller, verb: 'deactivate', noun: 'staff', id })
    }
    return readStaff(client, organizationId, id)
  })
}

/** Takes someone back, with the role they had. @throws Problem `not-found`, `forbidden` */
export async function reactivateStaff(api: Pool, caller: Caller, id: number): Promise<StaffMember> {
  const { organizationId } = caller
  return inOrganization(api, organizationId, async (client) => {
    const person = await accessStaff(client, caller, id)
    if (!person.active) {
      await client.query('UPDATE membership SET deactivated_at = NULL WHERE id = $1', [id])
      await audit(client, { by: caller, verb: 'reactivate', noun: 'staff', id })
    }
    return readStaff(client, organizationId, id)
  })
}
