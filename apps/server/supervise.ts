import { chmodSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import { migrate, type RoleSecrets, type RoleUrls } from '#platform/db'
import { serveMetrics } from '#platform/metrics'
import { openPostgres, secret } from '#platform/postgres'
import { gatherMetrics } from './supervise/gather-metrics.ts'
import { type Role, startRole } from './supervise/role.ts'
import { rolesOf } from './supervise/roles.ts'
import { simulatorSettings, type SimulatorSettings } from './supervise/simulator.ts'
import { parseSettings, type StartSettings } from './supervise/settings.ts'
import { listenForStop, type StopSignal } from './supervise/stop-signal.ts'
import { claim, findRunning, release } from './supervise/town-file.ts'
import { keepKind, readKind, type TownKind } from './supervise/town-kind.ts'

const drainMs = 15_000

const signal = listenForStop()
process.exitCode = await main()
process.exit()

/** Runs the town until it is told to stop; answers the exit code. */
async function main(): Promise<number> {
  try {
    await run(parseSettings(process.argv.slice(2), process.env), signal)
    return 0
  } catch (error) {
    // Ctrl-C also breaks what is just being done; the signal itself arrives with the next turn of the event loop.
    await nextTurn()
    if (signal.stop.aborted) return 0
    console.error(error instanceof Error ? error.message : error)
    return 1
  }
}

async function run(settings: StartSettings, { stop, hurry }: StopSignal): Promise<void> {
  const { dataDir } = settings
  const url = `http://${settings.host}:${settings.port}`
  const undo: (() => Promise<void> | void)[] = []
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  if (findRunning(dataDir) === undefined) chmodSync(dataDir, 0o700)
  try {
    const tell = await claim(dataDir, url)
    undo.push(() => release(dataDir))
    await portMustBeFree(settings)
    const postgres = await openPostgres(dataDir, settings.databaseUrl, say)
    undo.push(() => postgres.stop())
    stop.throwIfAborted()

    const { urls } = await migrate(postgres.superuserUrl, databaseSecrets(dataDir))
    stop.throwIfAborted()
    const publicUrl = (process.env['PUBLIC_URL'] || url).replace(/\/+$/, '')
    const { town, firstLink } = await seed(dataDir, urls, readKind(dataDir, settings.demo), publicUrl)
    stop.throwIfAborted()

    const simulator = town.demo ? await openSimulator(dataDir, urls) : undefined

    const roles: Role[] = []
    undo.push(() => stopRoles(roles, hurry))
    const changed = () => tell({ roles: pidsOf(roles) })
    const shared = { KURENDA_DATA: dataDir, HOST: settings.host, PORT: String(settings.port) }
    for (const spec of rolesOf(urls, simulator, shared)) roles.push(startRole(spec, dataDir, say, changed))
    changed()
    await Promise.race([Promise.all(roles.map((role) => role.ready)), aborted(stop)])
    stop.throwIfAborted()

    if (settings.metrics) {
      undo.push(await serveMetrics(settings.metrics, () => gatherMetrics(roles.filter((role) => !isSimulator(role)))))
      say(`Metrics: http://${settings.metrics.host}:${settings.metrics.port}/metrics`)
    }
    tell({ state: 'ready' })
    greet(url, dataDir, town, firstLink)
    await aborted(stop)
    tell({ state: 'stopping' })
    say('Stopping: messages that are on their way are finished first (Ctrl-C again: at once).')
  } finally {
    for (const step of undo.reverse()) await step()
  }
}

function databaseSecrets(dataDir: string): RoleSecrets {
  const of = (role: string) => secret(dataDir, `db-${role}`)
  return { owner: of('owner'), engine: of('engine'), api: of('api') }
}

/** The first start of a demo town fills it; a start that was interrupted while doing so does it again. */
async function seed(
  dataDir: string,
  urls: RoleUrls,
  town: TownKind,
  publicUrl: string,
): Promise<{ town: TownKind; firstLink: string | undefined }> {
  const { prepareAccounts } = await import('#modules/accounts')
  let seeded = town
  if (town.demo && town.demoUser === undefined) {
    const { seedDemo } = await import('#modules/demo')
    const { email } = await seedDemo(urls, secret(dataDir, 'demo-password'))
    seeded = keepKind(dataDir, { ...town, demoUser: email })
  }
  const { firstLink } = await prepareAccounts({ ownerUrl: urls.owner, dataDir, publicUrl, now: new Date() })
  return { town: seeded, firstLink }
}

async function openSimulator(dataDir: string, urls: RoleUrls): Promise<SimulatorSettings> {
  const settings = await simulatorSettings(dataDir)
  const { connectSimulator } = await import('#modules/demo')
  const { host, smppPort: port, systemId, password } = settings
  await connectSimulator(urls, { host, port, systemId, password })
  return settings
}

/** Those that give work end before those that carry it out can: the simulator answers until the gateway has drained. */
async function stopRoles(roles: Role[], hurry: AbortSignal): Promise<void> {
  const [simulator, others] = [roles.filter(isSimulator), roles.filter((role) => !isSimulator(role))]
  await Promise.all(others.map((role) => role.stop(drainMs, hurry)))
  await Promise.all(simulator.map((role) => role.stop(drainMs, hurry)))
}

function isSimulator(role: Role): boolean {
  return role.name === 'simulator'
}

function pidsOf(roles: Role[]): Record<string, number> {
  const pids: Record<string, number> = {}
  for (const role of roles) {
    const pid = role.pid()
    if (pid !== undefined) pids[role.name] = pid
  }
  return pids
}

function aborted(asked: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (asked.aborted) resolve()
    asked.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** Better said here than by an api that is restarted again and again. */
async function portMustBeFree({ host, port }: StartSettings): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const failure = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      const server = createServer()
      server.once('error', resolve)
      server.listen(port, host, () => server.close(() => resolve(undefined)))
    })
    if (failure === undefined) return
    if (attempt === 10 || failure.code !== 'EADDRINUSE')
      throw new Error(
        failure.code === 'EADDRINUSE'
          ? `Port ${port} is taken by another program. Choose another: PORT=8081 npm start`
          : `Cannot listen on ${host}:${port}: ${failure.message}`,
      )
    await pause(100)
  }
}

function greet(url: string, dataDir: string, town: TownKind, firstLink: string | undefined): void {
  say(`Kurenda is ready: ${url}`)
  if (firstLink !== undefined) say(`Become its first administrator (the link works once, for 7 days): ${firstLink}`)
  if (town.demoUser !== undefined)
    say(`Sign in as ${town.demoUser} with the password ${secret(dataDir, 'demo-password')}`)
  say('Stop with Ctrl-C.')
}

function say(line: string): void {
  console.log(line)
}
