import { inOrganization, type Pool } from '#platform/db'
import { mustBeOurs } from './access-staff.ts'
import { audit, type Author } from './audit.ts'

/**
 * A person's own name, in every organization they work in. @throws Problem `person-shared` for who was let in by one of them
 */
export async function renameSelf(
  api: Pool,
  author: Author,
  staff: { id: number; userId: string; boundTo: number | null },
  name: string,
): Promise<void> {
  await inOrganization(api, author.organizationId, async (client) => {
    if (staff.boundTo !== null) await mustBeOurs(client, staff.userId)
    await client.query('UPDATE "user" SET name = $2, "updatedAt" = now() WHERE id = $1', [staff.userId, name])
    await audit(client, { by: author, verb: 'rename', noun: 'staff', id: staff.id, details: { fields: ['name'] } })
  })
}
