import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { TestClock } from '#platform/clock'
import { inOrganization, openPool, post, transaction } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { startRelay, type News, type Relay } from './relay.ts'

let db: TestDatabase
let clock: TestClock
let relays: Relay[]
let errors: Error[]
let onError: () => void = () => {}
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())
beforeEach(async () => {
  clock = new TestClock('2026-05-20T10:00:00Z')
  relays = []
  errors = []
  await db.owner.query('TRUNCATE outbox')
})
afterEach(() => Promise.all(relays.map((relay) => relay.stop())))

function postAll(...kinds: string[]) {
  return inOrganization(db.api, db.organizationId, async (client) => {
    for (const kind of kinds) await post(client, db.organizationId, kind, { of: kind })
  })
}
function relay(handle: (news: News) => Promise<void>): Relay {
  const started = startRelay(db.engine, clock, handle, (error) => {
    errors.push(error as Error)
    onError()
  })
  relays.push(started)
  return started
}
/** Handles by noting the kind; `until` resolves when so many were noted. */
function noting(fails: (kind: string) => boolean = () => false) {
  const kinds: string[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  return {
    kinds,
    until(count: number): Promise<void> {
      return new Promise((resolve) => {
        if (kinds.length >= count) resolve()
        else waiting.push({ count, resolve })
      })
    },
    async handle(this: void, { kind }: News): Promise<void> {
      kinds.push(kind)
      for (const { count, resolve } of waiting) if (kinds.length >= count) resolve()
      if (fails(kind)) throw new Error(kind)
    },
  }
}
async function left(): Promise<string[]> {
  return (await db.engine.query<{ kind: string }>('SELECT kind FROM outbox ORDER BY id')).rows.map((row) => row.kind)
}

it('news comes in order with its organization, and is gone once it is handled', async () => {
  await postAll('a', 'b', 'c')
  const seen: News[] = []
  const notes = noting()
  const started = relay(async (news) => {
    seen.push(news)
    await notes.handle(news)
  })
  await notes.until(3)
  await started.stop()
  expect(seen).toEqual(
    ['a', 'b', 'c'].map((kind) => ({ organizationId: db.organizationId, kind, payload: { of: kind } })),
  )
  expect(await left()).toEqual([])
})

it('what cannot be handled is told, stays, and holds up nobody', async () => {
  await postAll('bad', 'good')
  const notes = noting((kind) => kind === 'bad')
  const started = relay(notes.handle)
  await notes.until(2)
  await postAll('later')
  started.wake()
  await notes.until(3)
  await started.stop()
  expect(notes.kinds).toEqual(['bad', 'good', 'later'])
  expect(errors.map((error) => error.message)).toEqual(['bad'])
  expect(await left()).toEqual(['bad'])
})

it('and is tried again after a pause, even behind a hundred others of its kind', async () => {
  await postAll(...Array.from({ length: 150 }, () => 'bad'), 'good')
  let healed = false
  const notes = noting((kind) => kind === 'bad' && !healed)
  const started = relay(notes.handle)
  await new Promise<void>((resolve) => (onError = () => errors.length === 150 && resolve()))
  await notes.until(151)
  expect(notes.kinds.at(-1)).toBe('good')
  healed = true
  clock.advance(1_001)
  started.wake()
  await notes.until(301)
  await started.stop()
  expect(await left()).toEqual([])
})

it('what a relay that died was doing is done by the next', async () => {
  await postAll('a')
  const notes = noting()
  // Its connection is cut in the middle of the handler: nothing was deleted.
  const superuser = openPool(db.superuserUrl, { max: 1, name: 'test-superuser' })
  const cut = Promise.withResolvers<void>()
  const dying = relay(async () => {
    await superuser.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND usename = 'kurenda_engine' AND state = 'idle in transaction'`,
    )
    cut.resolve()
  })
  await cut.promise
  await dying.stop()
  await superuser.end()
  expect(errors).toHaveLength(1)
  expect(await left()).toEqual(['a'])
  const heir = relay(notes.handle)
  await notes.until(1)
  await heir.stop()
  expect(notes.kinds).toEqual(['a'])
})

it('two relays share the work: each piece of news is handled once', async () => {
  const all = Array.from({ length: 250 }, (_, i) => `n${i}`)
  await postAll(...all)
  const notes = noting()
  relay(notes.handle)
  relay(notes.handle)
  await notes.until(250)
  await Promise.all(relays.map((started) => started.stop()))
  expect([...notes.kinds].sort()).toEqual([...all].sort())
})

it('news that commits late, under a lower number than one already handled, is not missed', async () => {
  const notes = noting()
  const started = relay(notes.handle)
  await transaction(db.engine, async (late) => {
    await post(late, db.organizationId, 'late', {})
    await postAll('early')
    started.wake()
    await notes.until(1)
  })
  started.wake()
  await notes.until(2)
  await started.stop()
  expect(notes.kinds).toEqual(['early', 'late'])
})
