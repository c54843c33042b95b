import { hashPassword } from 'better-auth/crypto'
import type { NewInvitation, StaffMember } from '@kurenda/contract'
import { inOrganization, type Pool } from '#platform/db'
import { addUser } from './add-user.ts'
import { audit } from './audit.ts'
import type { Caller } from './caller.ts'
import { employ } from './employ.ts'
import { mustGovern } from './must-govern.ts'
import { mustBeStrong } from './password-rules.ts'
import { readStaff } from './list-staff.ts'

/**
 * Adds a member of staff at once, with a password that the caller chose. People are better invited: then only they know it.
 * @throws Problem `user-exists`, `password-weak`, `forbidden`
 */
export async function addStaff(
  api: Pool,
  caller: Caller,
  person: NewInvitation & { password: string },
): Promise<StaffMember> {
  mustGovern(caller, person.role)
  mustBeStrong(person.password, person)
  const passwordHash = await hashPassword(person.password)
  return inOrganization(api, caller.organizationId, async (client) => {
    const userId = await addUser(client, { ...person, passwordHash })
    const id = await employ(client, caller.organizationId, { ...person, userId })
    await audit(client, { by: caller, verb: 'add', noun: 'staff', id, details: { role: person.role } })
    return readStaff(client, caller.organizationId, id)
  })
}
