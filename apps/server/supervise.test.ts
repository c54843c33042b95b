import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { freePort } from '#platform/postgres'
import { findRunning } from './supervise/town-file.ts'
import { projectRoot } from './supervise/settings.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'kurenda-start-'))
/** Of a town without a demo. */
const emptyDir = mkdtempSync(join(tmpdir(), 'kurenda-start-empty-'))
const towns: ChildProcess[] = []

afterAll(async () => {
  for (const town of towns) if (town.exitCode === null && town.signalCode === null) await pressCtrlC(town)
  for (const folder of [dataDir, emptyDir]) rmSync(folder, { recursive: true, force: true })
})

interface Town extends ChildProcess {
  said: string
}

const port = await freePort()

/** `npm start` in a process group of its own, as a shell gives it to a foreground program. */
function npmStart(args: string[] = [], more: NodeJS.ProcessEnv = {}): Town {
  const { DATABASE_URL: _, ...env } = process.env
  const child = spawn('npm', ['start', ...(args.length > 0 ? ['--', ...args] : [])], {
    cwd: projectRoot,
    env: { ...env, KURENDA_DATA: dataDir, PORT: String(port), HOST: '127.0.0.1', NODE_ENV: '', ...more },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const town = Object.assign(child, { said: '' })
  const hear = (chunk: Buffer) => (town.said += chunk.toString())
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  towns.push(town)
  return town
}

async function ready(town: Town): Promise<void> {
  await vi.waitFor(
    () => {
      if (town.exitCode !== null) return
      expect(town.said).toContain('Stop with Ctrl-C')
    },
    { timeout: 120_000, interval: 50 },
  )
  expect(town.said).toContain(`Kurenda is ready: http://127.0.0.1:${port}`)
}

function ended(town: ChildProcess): Promise<number | null> {
  if (town.exitCode !== null) return Promise.resolve(town.exitCode)
  return new Promise((resolve) => town.once('close', resolve))
}

/** The terminal sends SIGINT to every process of the foreground group. */
function pressCtrlC(town: ChildProcess): Promise<number | null> {
  if (town.pid !== undefined) process.kill(-town.pid, 'SIGINT')
  return ended(town)
}

/** Processes that have the data folder in their command line or environment. */
function processes(folder = dataDir): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return false
    return ['cmdline', 'environ'].some((file) => {
      try {
        return readFileSync(`/proc/${pid}/${file}`, 'utf8').includes(folder)
      } catch {
        return false
      }
    })
  })
}

function gatewayPid(): number | undefined {
  return findRunning(dataDir)?.roles['gateway']
}

describe('npm start', { timeout: 240_000 }, () => {
  test('begins a town, and Ctrl-C ends it with code 0 and leaves no process', async () => {
    const town = npmStart()
    await ready(town)
    expect(town.said).toMatch(/Sign in as \S+@\S+ with the password \S+/)
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200)
    expect(await pressCtrlC(town)).toBe(0)
    expect(processes()).toEqual([])
  })

  test('the next time neither installs nor builds, and refuses to run twice on one data folder', async () => {
    const town = npmStart()
    await ready(town)
    expect(town.said).not.toMatch(/Installing|Building/)
    const second = npmStart()
    expect(await ended(second)).toBe(1)
    expect(second.said).toContain('Kurenda is running already')
    town.kill('SIGTERM')
    expect(await ended(town)).toBe(0)
    expect(processes()).toEqual([])
  })

  test('starts a role again that crashed', async () => {
    const town = npmStart()
    await ready(town)
    const before = gatewayPid()
    if (before === undefined) throw new Error('There is no gateway.')
    process.kill(before, 'SIGKILL')
    await vi.waitFor(
      () => {
        expect(gatewayPid()).toBeGreaterThan(0)
        expect(gatewayPid()).not.toBe(before)
      },
      { timeout: 10_000, interval: 50 },
    )
    expect(await pressCtrlC(town)).toBe(0)
    expect(processes()).toEqual([])
  })

  test('after a supervisor was killed takes over what it left', async () => {
    const killed = npmStart()
    await ready(killed)
    process.kill(findRunning(dataDir)?.pid ?? 0, 'SIGKILL')
    await ended(killed)
    const town = npmStart()
    await ready(town)
    expect(await pressCtrlC(town)).toBe(0)
    expect(processes()).toEqual([])
  })

  test('--no-demo begins an empty town without phones, whose link makes the first administrator; all roles are measured', async () => {
    const metricsPort = await freePort()
    const token = 'only-the-operator-knows'
    const settings = { KURENDA_DATA: emptyDir, METRICS_PORT: String(metricsPort), METRICS_TOKEN: token }
    const town = npmStart(['--no-demo'], settings)
    await ready(town)
    expect(town.said).not.toContain('Sign in as')
    expect(Object.keys(findRunning(emptyDir)?.roles ?? {}).sort()).toEqual(['api', 'gateway', 'worker'])
    const link = /Become its first administrator [^:]*: \S+#(\S+)/.exec(town.said)?.[1]
    const console_ = `http://127.0.0.1:${port}/console-api`
    const origin = { 'content-type': 'application/json', origin: `http://127.0.0.1:${port}` }
    const anna = { name: 'Anna Testowa', email: 'anna@testowa.example', password: 'cztery-konie-na-rynku' }
    const post = (path: string, body: object) =>
      fetch(`${console_}${path}`, { method: 'POST', headers: origin, body: JSON.stringify(body) })
    expect((await post('/auth/accept-invitation', { token: link, ...anna })).status).toBe(200)
    expect((await post('/auth/sign-in/email', anna)).status).toBe(200)
    expect((await fetch(`http://127.0.0.1:${port}/simulator/`)).status).toBe(404)

    const metrics = `http://127.0.0.1:${metricsPort}/metrics`
    expect((await fetch(metrics)).status).toBe(401)
    const text = await (await fetch(metrics, { headers: { authorization: `Bearer ${token}` } })).text()
    for (const role of ['api', 'worker', 'gateway']) {
      expect(text).toContain(`kurenda_role_up{role="${role}"} 1`)
      expect(text).toContain(`process_resident_memory_bytes{role="${role}"}`)
    }
    expect(text).toContain('kurenda_waiting{what="jobs",role="worker"} 0')
    expect(text).toContain('route="/console-api/auth/accept-invitation"')

    expect(await pressCtrlC(town)).toBe(0)
    expect(processes(emptyDir)).toEqual([])
    // The folder remembers what kind of town it holds, and nobody is invited twice.
    const again = npmStart([], { KURENDA_DATA: emptyDir })
    await ready(again)
    expect(again.said).not.toMatch(/Sign in as|first administrator/)
    expect(await pressCtrlC(again)).toBe(0)
    expect(processes(emptyDir)).toEqual([])
  })
})
