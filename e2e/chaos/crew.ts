import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { now } from '../../bench/monotonic.ts'
import type { Town } from '../town.ts'
import { startExtraRole } from './extra-role.ts'
import { pick, type Random } from './random.ts'

/** Two gateways and two workers on one database. */
export interface Crew {
  /** The process of the gateway that holds the channel; waits until one does. */
  holder(): Promise<number>
  /** The number of the latest lease. */
  fence(): number
  /** When each lease began, on the machine's monotonic clock: what went out under it went out after. */
  takeOvers(): number[]
  /** Ends the gateway that holds the channel, one of the workers, or the api; resolves when the process is gone. */
  kill(role: 'gateway' | 'worker' | 'api'): Promise<void>
  stop(): Promise<void>
}

const lookMs = 20
const holderMs = 60_000
const acquired = z.object({ time: z.number(), pid: z.number(), event: z.literal('lease-acquired'), fence: z.number() })
type Acquired = z.infer<typeof acquired>

/** Adds a second gateway and a second worker to the town. @param folder for their logs */
export async function completeCrew(
  town: Town,
  { folder, dataDir, random }: { folder: string; dataDir: string; random: Random },
): Promise<Crew> {
  const logFile = (role: string) => join(folder, `second-${role}.log`)
  const like = (role: string) => ({ like: town.processes()[role] ?? 0, logFile: logFile(role) })
  const [gateway, worker] = await Promise.all([
    startExtraRole('gateway', like('gateway')),
    startExtraRole('worker', like('worker')),
  ])
  const logs = [join(dataDir, 'logs/gateway.log'), logFile('gateway')]

  /** Both gateways log what they take. In the order in which they did. */
  function leases(): Acquired[] {
    return logs.flatMap(readLeases).sort((a, b) => a.fence - b.fence)
  }

  async function holder(): Promise<number> {
    const end = performance.now() + holderMs
    for (;;) {
      const lease = leases().at(-1)
      if (lease && [town.processes()['gateway'], gateway.pid()].includes(lease.pid)) return lease.pid
      if (performance.now() > end) throw new Error('no gateway holds the channel')
      await pause(lookMs)
    }
  }

  async function kill(pid: number | undefined): Promise<void> {
    // Between two lives there is nothing to kill.
    if (pid === undefined) return
    process.kill(pid, 'SIGKILL')
    while ([...Object.values(town.processes()), gateway.pid(), worker.pid()].includes(pid)) await pause(lookMs)
  }

  return {
    holder,
    fence: () => leases().at(-1)?.fence ?? 0,
    takeOvers() {
      const sinceEpoch = Date.now() - now()
      return leases().map(({ time }) => time - sinceEpoch)
    },
    async kill(role) {
      if (role === 'gateway') return kill(await holder())
      if (role === 'api') return kill(town.processes()['api'])
      await kill(
        pick(
          random,
          [town.processes()['worker'], worker.pid()].filter((pid) => pid !== undefined),
        ),
      )
    },
    async stop() {
      await Promise.all([gateway.stop(), worker.stop()])
    },
  }
}

function readLeases(file: string): Acquired[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"lease-acquired"') && line.endsWith('}'))
    .flatMap((line) => acquired.safeParse(JSON.parse(line)).data ?? [])
}
