import { readdirSync, readFileSync } from 'node:fs'

/** What processes have used since they began, by name. */
export interface Usage {
  /** Seconds of a CPU, user and system. */
  cpu: Record<string, number>
  /** MB that are in memory now. */
  memory: Record<string, number>
}

const ticksPerSecond = 100

/**
 * Watches processes by their ids, PostgreSQL's with all its children (Linux). A child's last reading counts after its end.
 * @param pids by name; `postgres` is the postmaster, `sink` the provider: neither's memory is counted; `start` counts
 * with its child, the supervisor
 */
export class UsageMeter {
  readonly #pids: Record<string, number>
  readonly #cpu = new Map<string, Map<number, number>>()
  readonly #timer: NodeJS.Timeout
  /** The most that all Node processes of a town had in memory together, in MB. */
  peakMb = 0
  /** The same by name, at that moment. */
  peakOf: Record<string, number> = {}

  constructor(pids: Record<string, number>, everyMs = 250) {
    this.#pids = pids
    this.read()
    this.#timer = setInterval(() => this.read(), everyMs)
  }

  read(): Usage {
    const usage: Usage = { cpu: {}, memory: {} }
    for (const [name, pid] of Object.entries(this.#pids)) {
      const own = this.#cpu.get(name) ?? new Map<number, number>()
      this.#cpu.set(name, own)
      const all = name === 'postgres' ? [pid, ...childrenOf(pid)] : [pid]
      for (const one of all) {
        const seconds = cpuOf(one)
        if (seconds !== undefined) own.set(one, seconds)
      }
      usage.cpu[name] = sum([...own.values()])
      if (name !== 'postgres' && name !== 'sink')
        usage.memory[name] = name === 'start' ? memoryOf(pid) + sum(childrenOf(pid).map(memoryOf)) : memoryOf(pid)
    }
    const total = sum(Object.values(usage.memory))
    if (total > this.peakMb) {
      this.peakMb = total
      this.peakOf = usage.memory
    }
    return usage
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((one) => Number(statOf(one)?.[1]) === pid)
}

/** Of /proc/PID/stat what comes after the name: state, ppid, … */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

function cpuOf(pid: number): number | undefined {
  const stat = statOf(pid)
  return stat && (Number(stat[11]) + Number(stat[12])) / ticksPerSecond
}

function memoryOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}
