import { openPool } from '#platform/db'
import { secret } from '#platform/postgres'
import { createFirstAdministrator } from './create-administrator.ts'
import { createLocalKey } from './local-key.ts'

/** The clerk of the demo town; the password lies in `<dataDir>/secrets/demo-password`. */
const clerk = { email: 'urzad@przykladowo.example', name: 'Aneta Przykładowa' }

/**
 * At every start, once there is an organization: the command line's key to it and, with `demo`, the clerk.
 * @returns the e-mail address to sign in with, where a clerk was made
 */
export async function prepareAccounts(options: {
  ownerUrl: string
  dataDir: string
  demo: boolean
}): Promise<{ email: string | null }> {
  const { dataDir, demo } = options
  const owner = openPool(options.ownerUrl, { max: 1, name: 'kurenda-accounts' })
  try {
    const { rows } = await owner.query<{ id: number }>('SELECT id FROM organization ORDER BY id LIMIT 1')
    const organizationId = rows[0]?.id
    if (organizationId === undefined) throw new Error('There is no organization yet.')
    await createLocalKey(owner, organizationId, dataDir)
    if (!demo) return { email: null }
    await createFirstAdministrator(owner, { organizationId, ...clerk, password: secret(dataDir, 'demo-password') })
    return { email: clerk.email }
  } finally {
    await owner.end()
  }
}
