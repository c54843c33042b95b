import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** What processes have used since they began, by name. */
export interface Usage {
  /** Seconds of a CPU, user and system. */
  cpu: Record<string, number>
  /** MB of its own that are in memory now. */
  memory: Record<string, number>
}

/** MB of one process in memory: its own, and pages of files, of which most are the program, that it shares with others of its kind. */
interface Memory {
  program: string
  own: number
  files: number
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
  /** The most that all Node processes of a town took together, in MB: pages that they share are there once. */
  peakMb = 0
  /** The same with what is shared counted for each of them (RSS). */
  peakRssMb = 0
  /** What was each one's own, at the first of these moments. */
  peakOf: Record<string, number> = {}

  constructor(pids: Record<string, number>, everyMs = 250) {
    this.#pids = pids
    this.read()
    this.#timer = setInterval(() => this.read(), everyMs)
  }

  read(): Usage {
    const usage: Usage = { cpu: {}, memory: {} }
    const held: Memory[] = []
    for (const [name, pid] of Object.entries(this.#pids)) {
      const own = this.#cpu.get(name) ?? new Map<number, number>()
      this.#cpu.set(name, own)
      const all = name === 'postgres' ? [pid, ...childrenOf(pid)] : [pid]
      for (const one of all) {
        const seconds = cpuOf(one)
        if (seconds !== undefined) own.set(one, seconds)
      }
      usage.cpu[name] = sum([...own.values()])
      if (name !== 'postgres' && name !== 'sink') {
        const its = (name === 'start' ? [pid, ...childrenOf(pid)] : [pid]).flatMap(memoryOf)
        usage.memory[name] = sum(its.map(({ own }) => own))
        held.push(...its)
      }
    }
    const together = sum(held.map(({ own }) => own)) + sum(filesOnce(held))
    if (together > this.peakMb) {
      this.peakMb = together
      this.peakOf = usage.memory
    }
    this.peakRssMb = Math.max(this.peakRssMb, sum(held.map(({ own, files }) => own + files)))
    return usage
  }

  forgetPeak(): void {
    this.peakMb = 0
    this.peakRssMb = 0
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

/** Nothing for a process that is gone. */
function memoryOf(pid: number): Memory[] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const megabytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024
    const own = megabytes('RssAnon') + megabytes('RssShmem')
    return [{ program: readlinkSync(`/proc/${pid}/exe`), own, files: megabytes('RssFile') }]
  } catch {
    return []
  }
}

/** The pages of each program, as whoever has most of them sees it. */
function filesOnce(held: readonly Memory[]): number[] {
  const most = new Map<string, number>()
  for (const { program, files } of held) most.set(program, Math.max(most.get(program) ?? 0, files))
  return [...most.values()]
}
