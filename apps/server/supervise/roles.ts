import type { RoleUrls } from '#platform/db'
import type { RoleSpec } from './role.ts'
import type { SimulatorSettings } from './simulator.ts'

/**
 * A list of 100,000 people leaves so much garbage behind that Node's own heap grows by 110–130 MB before it is collected; one
 * that is collected a little earlier grows by less than 20, and the import takes no longer.
 */
const smallHeap = ['--max-semi-space-size=4', '--heap-growing-percent=50']

/**
 * A message lives for some tenths of a second in the gateway: with less young space most are moved to the old one first, and to collect
 * them took 44 of 110 µs a message. It takes 180 MB more so.
 */
const busyHeap = ['--max-semi-space-size=32']

/**
 * The processes of a town. Each gets only the database roles it works with. The api answers requests as `kurenda_api`,
 * under row-level security; the engine's role it needs for one thing, the intake of lists by COPY.
 */
export function rolesOf(
  urls: RoleUrls,
  simulator: SimulatorSettings | undefined,
  shared: NodeJS.ProcessEnv,
): RoleSpec[] {
  const server = (name: RoleSpec['name'], env: NodeJS.ProcessEnv, nodeOptions: string[] = []): RoleSpec => ({
    name,
    file: 'apps/server/main.ts',
    args: [name],
    nodeOptions,
    env: { ...shared, ...env },
  })
  const roles = [
    server(
      'api',
      {
        API_URL: urls.api,
        ENGINE_URL: urls.engine,
        ...(simulator && { SIMULATOR_URL: `http://${simulator.host}:${simulator.httpPort}` }),
      },
      smallHeap,
    ),
    server('worker', { OWNER_URL: urls.owner, ENGINE_URL: urls.engine }, smallHeap),
    server('gateway', { ENGINE_URL: urls.engine }, busyHeap),
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
  return [{ name: 'simulator', file: 'apps/simulator/main.ts', args: [], nodeOptions: [], env }, ...roles]
}
