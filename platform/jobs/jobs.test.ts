import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { startJobs, type Jobs } from './jobs.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

it('jobs that wait under one key are one job, the most urgent is first, and a stop waits for what runs', async () => {
  const done: unknown[] = []
  const errors: unknown[] = []
  const open = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const all = Promise.withResolvers<void>()
  const jobs: Jobs = await startJobs({
    ownerUrl: db.urls.owner,
    concurrency: 1,
    onError: (error) => errors.push(error),
    tasks: {
      async hold() {
        begun.resolve()
        await open.promise
      },
      async note(payload) {
        done.push(payload)
        if (done.length === 2) all.resolve()
      },
    },
  })
  await jobs.add('hold', {}, { key: 'hold' })
  await begun.promise
  await jobs.add('note', { bulk: 1 }, { key: 'bulk', priority: 3 })
  await jobs.add('note', { bulk: 2 }, { key: 'bulk', priority: 3 })
  await jobs.add('note', { emergency: true }, { key: 'emergency' })
  open.resolve()
  await all.promise
  await jobs.stop()
  expect(done).toEqual([{ emergency: true }, { bulk: 2 }])
  expect(errors).toEqual([])
})

it('a job added again under its key while it runs runs once more', async () => {
  let runs = 0
  const twice = Promise.withResolvers<void>()
  const jobs: Jobs = await startJobs({
    ownerUrl: db.urls.owner,
    concurrency: 1,
    onError: () => {},
    tasks: {
      async turn() {
        runs++
        if (runs === 1) await jobs.add('turn', {}, { key: 'turn' })
        else twice.resolve()
      },
    },
  })
  await jobs.add('turn', {}, { key: 'turn' })
  await twice.promise
  await jobs.stop()
  expect(runs).toBe(2)
})

it('goes on when the database cut every connection', async () => {
  const errors: unknown[] = []
  const cut = Promise.withResolvers<void>()
  const after = Promise.withResolvers<void>()
  const jobs = await startJobs({
    ownerUrl: db.urls.owner,
    concurrency: 1,
    onError: (error) => errors.push(error),
    tasks: {
      async cut() {
        await db.owner
          .query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND usename = 'kurenda_owner' AND pid <> pg_backend_pid()
               AND application_name <> 'test-owner'`,
          )
          .finally(cut.resolve)
      },
      async after() {
        after.resolve()
      },
    },
  })
  await jobs.add('cut', {}, { key: 'cut' })
  await cut.promise
  const add = async (): Promise<void> =>
    jobs.add('after', {}, { key: 'after' }).catch(() => new Promise<void>((resolve) => setImmediate(resolve)).then(add))
  await add()
  await after.promise
  await jobs.stop()
}, 30_000)
