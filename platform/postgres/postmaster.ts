import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Home } from './choose-home.ts'
import { cleanEnvironment } from './create-cluster.ts'

/** A running PostgreSQL server. */
export interface Postmaster {
  pid: number
  port: number
  /** Settles when the process is gone, for whatever reason. */
  gone: Promise<void>
  /** Ends it: `fast` breaks connections and writes everything; `immediate` is a crash. Resolves when it is gone. */
  end(mode: 'fast' | 'immediate'): Promise<void>
}

/**
 * Takes over the server that still runs on the cluster, if one does (its supervisor was killed). Otherwise waits until
 * the last process of a server that died is gone, and removes a lock file whose process id now belongs to another.
 */
export async function takeOver(home: Home): Promise<Postmaster | undefined> {
  const lock = readLock(home)
  if (lock && belongsTo(home, lock.pid)) {
    const postmaster = track(lock.pid, lock.port, pollGone(home, lock.pid))
    if ((await waitReady(home, postmaster)) === 'ready') return postmaster
  }
  for (let i = 0; i < 200 && processesOf(home).length > 0; i++) await pause(50)
  if (lock && isAlive(lock.pid)) rmSync(join(home.folder, 'cluster', 'postmaster.pid'), { force: true })
  return undefined
}

/**
 * Starts the server in a process group of its own, so that Ctrl-C in a terminal does not reach it.
 * @throws with the end of its log where it does not become ready
 */
export async function launch(home: Home, port: number, more: string[]): Promise<Postmaster> {
  const log = openSync(join(home.folder, 'log', 'start.log'), 'w', 0o600)
  const cluster = join(home.folder, 'cluster')
  const command = home.command(join(home.binaries, 'bin', 'postgres'), ['-D', cluster, '-p', String(port), ...more])
  const child = spawn(command.file, command.args, {
    cwd: '/',
    env: cleanEnvironment(),
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  // The event loop must be free to end while PostgreSQL runs: whoever opened it also stops it.
  child.unref()
  if (child.pid === undefined) throw new Error(`PostgreSQL could not be started (${command.file}).`)
  const postmaster = track(child.pid, port, gone)
  if ((await waitReady(home, postmaster)) === 'ready') return postmaster
  throw new Error(`PostgreSQL did not start:\n${tail(home)}`)
}

function track(pid: number, port: number, gone: Promise<void>): Postmaster {
  return {
    pid,
    port,
    gone,
    async end(mode) {
      // Neither the child nor the poll holds the event loop; who waits for the end does.
      const hold = setInterval(() => undefined, 1000)
      send(pid, mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
      await gone
      clearInterval(hold)
    },
  }
}

async function waitReady(home: Home, postmaster: Postmaster): Promise<'ready' | 'gone'> {
  let gone = false
  void postmaster.gone.then(() => (gone = true))
  while (!gone) {
    const lock = readLock(home)
    if (lock?.pid === postmaster.pid && lock.ready) return 'ready'
    await pause(20)
  }
  return 'gone'
}

/** PostgreSQL's lock file: line 1 process id, line 4 port, line 8 state (src/include/utils/pidfile.h). */
function readLock(home: Home): { pid: number; port: number; ready: boolean } | undefined {
  const file = join(home.folder, 'cluster', 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, 'utf8').split('\n')
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
}

async function pollGone(home: Home, pid: number): Promise<void> {
  while (belongsTo(home, pid)) await pause(100, undefined, { ref: false })
}

/** All of PostgreSQL's processes work in the cluster's folder; a process id that was given to another does not. */
function belongsTo(home: Home, pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === join(home.folder, 'cluster')
  } catch {
    return false
  }
}

function processesOf(home: Home): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && belongsTo(home, pid))
}

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`)
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // Already gone: what was asked for.
  }
}

function tail(home: Home): string {
  const folder = join(home.folder, 'log')
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8').split('\n').slice(-15).join('\n'))
    .join('\n')
    .trim()
}
