import type { OrganizationChange } from '@kurenda/contract'
import { inOrganization, type Pool } from '#platform/db'
import { audit, type Author } from './audit.ts'
import { mustBeLegible } from './brand.ts'

/** What the office is called, its language and its colour. @throws Problem `colour-illegible` */
export async function changeOrganization(api: Pool, author: Author, change: OrganizationChange): Promise<void> {
  const { organizationId } = author
  const { colour } = change
  if (colour) mustBeLegible(colour)
  await inOrganization(api, organizationId, async (client) => {
    await client.query('UPDATE organization SET name = $2, language = $3 WHERE id = $1', [
      organizationId,
      change.name,
      change.language,
    ])
    if (colour !== undefined)
      await client.query('UPDATE organization SET colour = $2 WHERE id = $1', [organizationId, colour])
    const fields = ['name', 'language', ...(colour === undefined ? [] : ['colour'])]
    await audit(client, { by: author, verb: 'change', noun: 'organization', details: { fields } })
  })
}
