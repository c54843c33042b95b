import { type ChildProcess, fork } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { askOverIpc } from '#platform/metrics'
import { projectRoot } from './settings.ts'

/** A process that the supervisor keeps running. */
export interface RoleSpec {
  name: 'api' | 'worker' | 'gateway' | 'simulator'
  /** Relative to the project. */
  file: string
  args: string[]
  /** Options of Node itself. */
  nodeOptions: string[]
  env: NodeJS.ProcessEnv
}

export interface Role {
  name: RoleSpec['name']
  pid(): number | undefined
  /** What it measured, as text; undefined where it does not answer. */
  metrics(): Promise<string | undefined>
  /** How often it was started. */
  starts(): number
  /** Resolves at the first `{ ready: true }`; rejects where the role ended five times before it. */
  ready: Promise<void>
  /** SIGTERM, and SIGKILL to its whole group where it is not gone in time or at once after `hurry`. */
  stop(withinMs: number, hurry: AbortSignal): Promise<void>
}

const slowestRestartMs = 5_000
const attemptsBeforeReady = 5
/** A role that is too busy to answer for so long has no metrics this time. */
const metricsMs = 4_000
const logLimitBytes = 10_000_000

/**
 * Starts a role and starts it again whenever it ends, after 0.2 s, 0.4 s … 5 s; ten quiet seconds reset the wait.
 * Its output goes to `<dataDir>/logs/<name>.log`. It has a process group of its own, so that Ctrl-C does not reach it,
 * and an IPC channel whose end tells it that the supervisor is gone.
 * @param onChange called when its process id changes
 */
export function startRole(spec: RoleSpec, dataDir: string, say: (line: string) => void, onChange: () => void): Role {
  const logFile = join(dataDir, 'logs', `${spec.name}.log`)
  let child: ChildProcess | undefined
  let stopping = false
  let wait = 200
  let starts = 0
  let isReady = false
  let timer: NodeJS.Timeout | undefined
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>()

  function begin(): void {
    starts++
    const log = openLog(logFile)
    const begun = Date.now()
    const process_ = fork(join(projectRoot, spec.file), spec.args, {
      cwd: projectRoot,
      execArgv: spec.nodeOptions,
      env: { ...process.env, ...spec.env },
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    })
    closeSync(log)
    child = process_
    onChange()
    process_.on('message', (message) => {
      if (typeof message !== 'object' || message === null || !('ready' in message)) return
      isReady = true
      resolve()
    })
    process_.once('error', () => undefined)
    process_.once('exit', (code, signal) => {
      child = undefined
      if (stopping) return
      onChange()
      if (!isReady && starts >= attemptsBeforeReady) {
        reject(new Error(`${spec.name} does not start. The end of ${logFile}:\n${tail(logFile)}`))
        return
      }
      if (Date.now() - begun > 10_000) wait = 200
      say(`${spec.name} ended (${signal ?? `code ${code}`}); starting it again in ${wait} ms. See ${logFile}`)
      timer = setTimeout(begin, wait)
      wait = Math.min(wait * 2, slowestRestartMs)
    })
  }

  begin()
  return {
    name: spec.name,
    pid: () => child?.pid,
    starts: () => starts,
    metrics: async () => child && askOverIpc(child, metricsMs),
    ready,
    async stop(withinMs, hurry) {
      stopping = true
      clearTimeout(timer)
      const last = child
      if (last?.pid === undefined) return
      const group = last.pid
      const gone = new Promise((done) => last.once('exit', done))
      last.kill('SIGTERM')
      const late = new Promise<'late'>((done) => {
        const limit = setTimeout(() => done('late'), withinMs)
        void gone.then(() => clearTimeout(limit))
        if (hurry.aborted) done('late')
        hurry.addEventListener('abort', () => done('late'), { once: true })
      })
      if ((await Promise.race([gone, late])) === 'late') say(`${spec.name} does not end by itself; ending it.`)
      killGroup(group)
      await gone
    },
  }
}

/** Whatever a role started must not outlive it. */
function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL')
  } catch {
    // Nobody left in it.
  }
}

function openLog(file: string): number {
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 })
  if (existsSync(file) && statSync(file).size > logLimitBytes) renameSync(file, `${file}.1`)
  return openSync(file, 'a', 0o600)
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-20).join('\n')
}
