import type { RoleUrls } from '#platform/db'
import type { RoleSpec } from './role.ts'

/**
 * The processes of a town. Each gets only the database roles it works with: an api that can reach no more than row-level
 * security lets it see does not know the others' passwords.
 */
export function rolesOf(urls: RoleUrls, demo: boolean, shared: NodeJS.ProcessEnv): RoleSpec[] {
  const server = (name: RoleSpec['name'], env: NodeJS.ProcessEnv): RoleSpec => ({
    name,
    file: 'apps/server/main.ts',
    args: [name],
    env: { ...shared, ...env },
  })
  const roles = [
    server('api', { KURENDA_DB_API: urls.api }),
    server('worker', { KURENDA_DB_OWNER: urls.owner, KURENDA_DB_ENGINE: urls.engine }),
    server('gateway', { KURENDA_DB_ENGINE: urls.engine }),
  ]
  const simulator: RoleSpec = { name: 'simulator', file: 'apps/simulator/main.ts', args: [], env: shared }
  return demo ? [simulator, ...roles] : roles
}
