import type { OrganizationChange } from '@kurenda/contract'
import { inOrganization, type Pool } from '#platform/db'
import { audit, type Author } from './audit.ts'

/** What the office is called, and its language. */
export async function changeOrganization(api: Pool, author: Author, change: OrganizationChange): Promise<void> {
  const { organizationId } = author
  await inOrganization(api, organizationId, async (client) => {
    await client.query('UPDATE organization SET name = $2, language = $3 WHERE id = $1', [
      organizationId,
      change.name,
      change.language,
    ])
    await audit(client, { by: author, verb: 'change', noun: 'organization', details: { fields: ['name', 'language'] } })
  })
}
