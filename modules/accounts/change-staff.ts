import type { StaffChange, StaffMember } from '@kurenda/contract'
import { inOrganization, type Client, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { accessStaff, mustBeOurs, mustKeepAdministrator, type Governed } from './access-staff.ts'
import { audit } from './audit.ts'
import type { Caller } from './caller.ts'
import { mustGovern } from './must-govern.ts'
import { placeInUnits } from './place-in-units.ts'
import { readStaff } from './list-staff.ts'

/**
 * Changes what is named of a member of staff. A new role holds from their next request on.
 * @throws Problem `not-found`, `forbidden`, `last-administrator`, `person-shared`, `user-exists`
 */
export async function changeStaff(api: Pool, caller: Caller, id: number, change: StaffChange): Promise<StaffMember> {
  const { organizationId } = caller
  return inOrganization(api, organizationId, async (client) => {
    const person = await accessStaff(client, caller, id)
    if (change.role !== undefined && change.role !== person.role) {
      mustGovern(caller, change.role)
      await client.query('UPDATE membership SET role = $2 WHERE id = $1', [id, change.role])
      await mustKeepAdministrator(client, organizationId, person)
      const details = { from: person.role, to: change.role }
      await audit(client, { by: caller, verb: 'change-role', noun: 'staff', id, details })
    }
    if (change.unitIds !== undefined) {
      await placeInUnits(client, organizationId, id, change.unitIds)
      await audit(client, { by: caller, verb: 'change-units', noun: 'staff', id, details: { units: change.unitIds } })
    }
    if (change.name !== undefined || change.email !== undefined) await rename(client, caller, person, change)
    return readStaff(client, organizationId, id)
  })
}

async function rename(client: Client, caller: Caller, person: Governed, change: StaffChange): Promise<void> {
  await mustBeOurs(client, person.userId)
  const email = change.email?.toLowerCase() ?? person.email
  if (email !== person.email) {
    const taken = await client.query('SELECT FROM "user" WHERE email = $1', [email])
    if (taken.rowCount) throw new Problem('user-exists', { email })
  }
  await client.query('UPDATE "user" SET name = $2, email = $3, "updatedAt" = now() WHERE id = $1', [
    person.userId,
    change.name ?? person.name,
    email,
  ])
  const fields = [...(change.name === undefined ? [] : ['name']), ...(email === person.email ? [] : ['email'])]
  await audit(client, { by: caller, verb: 'rename', noun: 'staff', id: person.id, details: { fields } })
}
