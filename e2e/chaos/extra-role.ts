import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const restartMs = 200

export interface ExtraRole {
  /** Undefined while it is between two lives. */
  pid(): number | undefined
  stop(): Promise<void>
}

/**
 * One more gateway or worker of a town, with the settings of the one that its supervisor runs (Linux), started again whenever
 * it ends. @throws where it ends before it is ready
 */
export async function startExtraRole(
  role: 'gateway' | 'worker',
  about: { like: number; logFile: string },
): Promise<ExtraRole> {
  const env = environmentOf(about.like)
  let child: ChildProcess | undefined
  let timer: NodeJS.Timeout | undefined
  let stopping = false

  function begin(): ChildProcess {
    const log = openSync(about.logFile, 'a', 0o600)
    const started = fork('apps/server/main.ts', [role], { cwd: root, env, stdio: ['ignore', log, log, 'ipc'] })
    closeSync(log)
    child = started
    started.once('exit', () => {
      child = undefined
      if (!stopping) timer = setTimeout(begin, restartMs)
    })
    return started
  }

  const first = begin()
  try {
    await Promise.race([
      once(first, 'message'),
      once(first, 'exit').then(() => {
        throw new Error(`another ${role} does not start: see ${about.logFile}`)
      }),
    ])
  } catch (error) {
    stopping = true
    clearTimeout(timer)
    throw error
  }
  return {
    pid: () => child?.pid,
    async stop() {
      stopping = true
      clearTimeout(timer)
      const last = child
      if (!last) return
      const ended = once(last, 'exit')
      last.kill('SIGTERM')
      await ended
    },
  }
}

function environmentOf(pid: number): NodeJS.ProcessEnv {
  const pairs = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  const settings = pairs.flatMap((pair) => {
    const at = pair.indexOf('=')
    // The channel to its own parent.
    return at < 1 || pair.startsWith('NODE_CHANNEL') ? [] : [[pair.slice(0, at), pair.slice(at + 1)] as const]
  })
  return Object.fromEntries(settings)
}
