import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'

const running = z.object({
  pid: z.number(),
  /** Where the api answers. */
  url: z.string(),
  state: z.enum(['starting', 'ready', 'stopping']),
  /** Process ids by role. */
  roles: z.record(z.string(), z.number()),
})

/** What `<dataDir>/kurenda.json` (mode 0600) says of the running town; the CLI finds it there. */
export type Running = z.infer<typeof running>

/** The running town of that data folder; undefined where none runs. */
export function findRunning(dataDir: string): Running | undefined {
  const found = read(dataDir)
  return found && runs(found.pid, 'supervise.ts') ? found : undefined
}

/**
 * Takes the data folder for this process. Roles that outlived a killed supervisor are ended first.
 * @throws where another town runs on it
 */
export async function claim(dataDir: string, url: string): Promise<(change: Partial<Running>) => void> {
  const other = findRunning(dataDir)
  if (other && other.pid !== process.pid)
    throw new Error(`Kurenda is running already on ${dataDir}: ${other.url} (process ${other.pid}).`)
  const left = read(dataDir)
  rmSync(fileIn(dataDir), { force: true })
  let mine: Running = { pid: process.pid, url, state: 'starting', roles: {} }
  // Of two that start at the same moment only one creates the file.
  writeFileSync(fileIn(dataDir), JSON.stringify(mine), { mode: 0o600, flag: 'wx' })
  if (left) await endRoles(Object.values(left.roles))
  return (change) => {
    mine = { ...mine, ...change }
    const half = `${fileIn(dataDir)}.new`
    writeFileSync(half, JSON.stringify(mine), { mode: 0o600 })
    renameSync(half, fileIn(dataDir))
  }
}

/** Gives the data folder back. */
export function release(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true })
}

/** They noticed that their supervisor is gone and drain by themselves: 15 s for that. */
async function endRoles(pids: number[]): Promise<void> {
  const alive = () => pids.filter((pid) => runs(pid, '/apps/'))
  for (const pid of alive()) process.kill(pid, 'SIGTERM')
  for (let i = 0; i < 150 && alive().length > 0; i++) await pause(100)
  for (const pid of alive()) process.kill(-pid, 'SIGKILL')
}

function read(dataDir: string): Running | undefined {
  if (!existsSync(fileIn(dataDir))) return undefined
  try {
    return running.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8')))
  } catch {
    return undefined
  }
}

/** A process id may belong to another program by now, hence the look at its command line. */
function runs(pid: number, program: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(program)
  } catch {
    return false
  }
}

function fileIn(dataDir: string): string {
  return join(dataDir, 'kurenda.json')
}
