import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import { freePort } from '#platform/postgres'

const root = fileURLToPath(new URL('..', import.meta.url))
const execute = promisify(execFile)
const startMs = 180_000

/** An empty Kurenda of its own, driven as an administrator drives it. */
export interface Town {
  /** Runs the command line with `--json`. @throws with what it wrote to stderr, unless its exit code is one of `fine` */
  kurenda<Shape>(shape: z.ZodType<Shape>, args: string[], fine?: number[]): Promise<Shape>
  /** The most memory that a role has held since it started, in MB (Linux). */
  peakMemory(role: string): number
  /** Process ids by role, of `npm start` itself (the supervisor is its child), and PostgreSQL's postmaster. */
  processes(): Record<string, number>
  /** Where the api answers, and a key to all of it. */
  api(): { url: string; key: string }
  /** As PostgreSQL's superuser, for who looks on from outside. */
  superuserUrl(): string
  /** Ends PostgreSQL as a power failure does; its supervisor starts it again. */
  crashPostgres(): void
  /** Ends the gateway as a crash does. @returns its process id */
  killGateway(): number
  stop(): Promise<void>
}

/** `npm start -- --no-demo` on a data folder of its own. @throws where it is not ready in time */
export async function startTown(dataDir: string): Promise<Town> {
  const env = {
    ...process.env,
    KURENDA_DATA: dataDir,
    PORT: String(await freePort()),
    HOST: '127.0.0.1',
    LANG: 'C.UTF-8',
  }
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs'), '--no-demo'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  const said: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line))
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => fail(`not ready after ${startMs / 1000} s`), startMs)
    const fail = (why: string) => {
      child.kill('SIGTERM')
      reject(new Error(`Kurenda did not start: ${why}\n${said.slice(-20).join('\n')}`))
    }
    const exited = (code: number | null) => fail(`exit code ${code}`)
    child.once('exit', exited)
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line)
      if (!line.startsWith('Kurenda is ready')) return
      clearTimeout(late)
      child.off('exit', exited)
      resolve()
    })
  })
  // Read once: whoever asks thousands of times a second should not be slowed by it.
  const { url } = readRunning(dataDir)
  const api = { url: `${url}/api/v1`, key: readFileSync(join(dataDir, 'secrets/cli-key'), 'utf8').trim() }
  return {
    async kurenda(shape, args, fine = [0]) {
      const stdout = await runKurenda(env, [...args, '--json'], fine)
      return shape.parse(JSON.parse(stdout))
    },
    peakMemory(role) {
      const status = readFileSync(`/proc/${pidOf(dataDir, role)}/status`, 'utf8')
      return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1024
    },
    processes: () => ({ ...readRunning(dataDir).roles, start: child.pid ?? 0, postgres: readPostmaster(dataDir).pid }),
    api: () => api,
    superuserUrl() {
      const password = readFileSync(join(dataDir, 'secrets/postgres-superuser'), 'utf8').trim()
      return `postgres://postgres:${password}@127.0.0.1:${readPostmaster(dataDir).port}/kurenda`
    },
    crashPostgres() {
      process.kill(readPostmaster(dataDir).pid, 'SIGQUIT')
    },
    killGateway() {
      const pid = pidOf(dataDir, 'gateway')
      process.kill(pid, 'SIGKILL')
      return pid
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

const failed = z.object({ code: z.number(), stdout: z.string(), stderr: z.string() })

async function runKurenda(env: NodeJS.ProcessEnv, args: string[], fine: number[]): Promise<string> {
  try {
    const command = [join(root, 'scripts/run.mjs'), 'apps/server/cli/main.ts', ...args]
    return (await execute(process.execPath, command, { cwd: root, env, maxBuffer: 64 << 20 })).stdout
  } catch (error) {
    const { success, data } = failed.safeParse(error)
    if (!success) throw error
    if (fine.includes(data.code)) return data.stdout
    throw new Error(`kurenda ${args.join(' ')} ended with ${data.code}: ${data.stderr || data.stdout}`, {
      cause: error,
    })
  }
}

function readRunning(dataDir: string): { url: string; roles: Record<string, number> } {
  return z
    .object({ url: z.string(), roles: z.record(z.string(), z.number()) })
    .parse(JSON.parse(readFileSync(join(dataDir, 'kurenda.json'), 'utf8')))
}

/** The first lines of its lock file are: process, folder, start, port. */
function readPostmaster(dataDir: string): { pid: number; port: number } {
  const [pid, , , port] = readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')
  return { pid: Number(pid), port: Number(port) }
}

function pidOf(dataDir: string, role: string): number {
  const { roles } = readRunning(dataDir)
  const pid = roles[role]
  if (pid === undefined) throw new Error(`No ${role} among ${Object.keys(roles).join(', ')}`)
  return pid
}
