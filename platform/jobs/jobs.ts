import { makeWorkerUtils, run, Logger } from 'graphile-worker'

/** What is done by name; the payload is what `add` was given. A task that throws is tried again with a growing pause. */
export type Tasks = Record<string, (payload: unknown) => Promise<void>>

export interface Jobs {
  /** Adds a job; one with the same `key` that waits already is replaced. */
  add(name: string, payload: object, key: string): Promise<void>
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
  const common = { connectionString: options.ownerUrl, logger }
  const utils = await makeWorkerUtils(common)
  await utils.migrate()
  const runner = await run({
    ...common,
    concurrency: options.concurrency,
    noHandleSignals: true,
    pollInterval: 1_000,
    taskList: Object.fromEntries(
      Object.entries(options.tasks).map(([name, task]) => [name, (payload: unknown) => task(payload)]),
    ),
  })
  return {
    async add(name, payload, key) {
      await utils.addJob(name, payload, { jobKey: key, jobKeyMode: 'preserve_run_at', maxAttempts: 25 })
    },
    async stop() {
      await runner.stop()
      await utils.release()
    },
  }
}
