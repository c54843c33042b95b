import { setTimeout } from 'node:timers/promises'
import { makeWorkerUtils, run, Logger, type Runner } from 'graphile-worker'
import { openPool, transaction } from '#platform/db'

const pollMs = 1_000
/** Nobody waits longer to learn how much there is to do. */
const depthMs = 2_000

/** What is done by name; the payload is what `add` was given. A task that throws is tried again with a growing pause. */
export type Tasks = Record<string, (payload: unknown) => Promise<void>>

export interface Jobs {
  /** Adds a job; one with the same `key` that waits already is replaced. The lowest `priority` is done first. */
  add(name: string, payload: object, how: { key: string; priority?: number }): Promise<void>
  /** How many jobs are due, those being done among them, and since when the oldest is. */
  depth(): Promise<{ count: number; since: Date | null }>
  stop(): Promise<void>
}

/**
 * Coarse jobs on graphile-worker, as the owner of the database (its schema is its own). Never a job a message: adding
 * one takes NOTIFY's lock.
 */
export async function startJobs(options: {
  ownerUrl: string
  tasks: Tasks
  concurrency: number
  onError: (error: unknown) => void
}): Promise<Jobs> {
  const logger = new Logger(() => (level, message) => {
    if (level === 'error') options.onError(new Error(message))
  })
  // A pool of ours: its connections may break at any moment without ending the process.
  const pgPool = openPool(options.ownerUrl, { max: options.concurrency + 3, name: 'kurenda-jobs' })
  const common = { pgPool, logger }
  const utils = await makeWorkerUtils(common)
  await utils.migrate()
  const taskList = Object.fromEntries(
    Object.entries(options.tasks).map(([name, task]) => [name, (payload: unknown) => task(payload)]),
  )
  // Outcomes go through graphile-worker's batches, of one each: without them one that cannot be stored (the database is
  // away at that moment) is a rejection that nobody handles, and ends the process.
  const preset = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } }
  const start = () =>
    run({ ...common, preset, concurrency: options.concurrency, noHandleSignals: true, pollInterval: pollMs, taskList })
  let stopping = false
  let runner: Runner | undefined = await start()

  /** With them the runner ends by itself instead, and another one takes its place. */
  const kept = (async () => {
    while (!stopping) {
      await runner?.promise.catch(options.onError)
      runner = undefined
      if (stopping) return
      await setTimeout(pollMs)
      if (stopping) return
      runner = await start().catch((error: unknown) => void options.onError(error))
    }
    await runner?.stop().catch(options.onError)
  })()

  return {
    async add(name, payload, { key, priority = 0 }) {
      await utils.addJob(name, payload, { jobKey: key, jobKeyMode: 'preserve_run_at', maxAttempts: 25, priority })
    },
    async depth() {
      return transaction(pgPool, async (client) => {
        await client.query(`SET LOCAL statement_timeout = ${depthMs}`)
        const { rows } = await client.query<{ count: number; since: Date | null }>(
          'SELECT count(*)::int AS count, min(run_at) AS since FROM graphile_worker.jobs WHERE run_at <= now() AND attempts < max_attempts',
        )
        return rows[0] ?? { count: 0, since: null }
      })
    },
    async stop() {
      stopping = true
      // One that is just starting is stopped by the loop itself.
      await runner?.stop().catch(options.onError)
      await kept
      await utils.release()
      await pgPool.end()
    },
  }
}
