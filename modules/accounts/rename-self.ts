import { inOrganization, type Pool } from '#platform/db'
import { audit, type Author } from './audit.ts'

/** A person's own name, in every organization they work in. */
export async function renameSelf(
  api: Pool,
  author: Author,
  staff: { id: number; userId: string },
  name: string,
): Promise<void> {
  await inOrganization(api, author.organizationId, async (client) => {
    await client.query('UPDATE "user" SET name = $2, "updatedAt" = now() WHERE id = $1', [staff.userId, name])
    await audit(client, { by: author, verb: 'rename', noun: 'staff', id: staff.id, details: { fields: ['name'] } })
  })
}
