import { openPool, type Pool } from '#platform/db'
import { createLocalKey } from './local-key.ts'
import { createOrganization } from './create-organization.ts'
import { inviteFirstAdministrator } from './invite-first-administrator.ts'

/** Its name is changed in the settings. */
const empty = { slug: 'urzad', name: 'Urząd' }

/**
 * At every start, after a demo town has been seeded: an organization to work in, where there is none yet, the command line's
 * key to the first one, and a way in where nobody can sign in yet.
 * @returns the first administrator's link, to be shown once; undefined where someone can sign in
 */
export async function prepareAccounts(options: {
  ownerUrl: string
  dataDir: string
  publicUrl: string
  now: Date
}): Promise<{ firstLink: string | undefined }> {
  const owner = openPool(options.ownerUrl, { max: 1, name: 'kurenda-accounts' })
  try {
    const organizationId = (await firstOrganization(owner)) ?? (await createOrganization(owner, empty))
    await createLocalKey(owner, organizationId, options.dataDir)
    return { firstLink: await inviteFirstAdministrator(owner, { ...options, organizationId }) }
  } finally {
    await owner.end()
  }
}

async function firstOrganization(owner: Pool): Promise<number | undefined> {
  const { rows } = await owner.query<{ id: number }>('SELECT id FROM organization ORDER BY id LIMIT 1')
  return rows[0]?.id
}
