import { secret } from '#platform/postgres'
import { createFirstAdministrator } from './create-administrator.ts'
import { createLocalKey } from './local-key.ts'

/** The clerk of the demo town; the password lies in `<dataDir>/secrets/demo-password`. */
export const demoClerk = { email: 'urzad@przykladowo.example', name: 'Anna Przykładowa' }

/**
 * At every start, after the organization is there: the command line's key, and in a demo town its clerk.
 * @returns the e-mail address to sign in with, in a demo town
 */
export async function prepareAccounts(options: {
  ownerUrl: string
  dataDir: string
  demo: boolean
}): Promise<{ email: string | null }> {
  const { ownerUrl, dataDir, demo } = options
  await createLocalKey(ownerUrl, dataDir)
  if (!demo) return { email: null }
  await createFirstAdministrator(ownerUrl, { ...demoClerk, password: secret(dataDir, 'demo-password') })
  return { email: demoClerk.email }
}
