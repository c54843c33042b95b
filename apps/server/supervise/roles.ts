import type { RoleUrls } from '#platform/db'
import type { RoleSpec } from './role.ts'
import type { SimulatorSettings } from './simulator.ts'

/**
 * The processes of a town. Each gets only the database roles it works with. The api answers requests as `kurenda_api`,
 * under row-level security; the engine's role it needs for one thing, the intake of lists by COPY.
 */
export function rolesOf(
  urls: RoleUrls,
  simulator: SimulatorSettings | undefined,
  shared: NodeJS.ProcessEnv,
): RoleSpec[] {
  const server = (name: RoleSpec['name'], env: NodeJS.ProcessEnv): RoleSpec => ({
    name,
    file: 'apps/server/main.ts',
    args: [name],
    env: { ...shared, ...env },
  })
  const roles = [
    server('api', {
      API_URL: urls.api,
      ENGINE_URL: urls.engine,
      ...(simulator && { SIMULATOR_URL: `http://${simulator.host}:${simulator.httpPort}` }),
    }),
    server('worker', { OWNER_URL: urls.owner, ENGINE_URL: urls.engine }),
    server('gateway', { ENGINE_URL: urls.engine }),
  ]
  if (!simulator) return roles
  const env = {
    KURENDA_DATA: shared.KURENDA_DATA,
    HOST: simulator.host,
    SIMULATOR_SMPP_PORT: String(simulator.smppPort),
    SIMULATOR_HTTP_PORT: String(simulator.httpPort),
    SIMULATOR_SYSTEM_ID: simulator.systemId,
    SIMULATOR_PASSWORD: simulator.password,
  }
  return [{ name: 'simulator', file: 'apps/simulator/main.ts', args: [], env }, ...roles]
}
