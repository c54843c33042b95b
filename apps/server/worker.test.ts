import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { composeBroadcast, confirmBroadcast, steerBroadcast } from '#modules/broadcasts'
import { draftContent } from '@kurenda/contract'
import type { Priority } from '#modules/messaging'
import { inOrganization, listen, ring } from '#platform/db'
import { openTestDatabase, type TestDatabase, testSeal } from '#platform/testing'
import { startWorker } from './worker.ts'

let db: TestDatabase
let worker: { stop(): Promise<void> } | undefined
let errors: unknown[]
let bells: { close(): Promise<void> }
let onRing: () => void = () => {}

beforeAll(async () => {
  db = await openTestDatabase()
  bells = await listen(db.urls.engine, { chunks: () => onRing(), news: () => onRing() })
})
afterAll(async () => {
  await bells.close()
  await db.close()
})
beforeEach(() => {
  errors = []
})
afterEach(async () => {
  await worker?.stop()
  worker = undefined
})

async function start(): Promise<void> {
  worker = await startWorker({
    seal: testSeal,
    ownerUrl: db.urls.owner,
    engineUrl: db.urls.engine,
    onError: (error) => errors.push(error),
  })
}
async function confirmed(people: number, priority: Priority = 'emergency'): Promise<number> {
  const { organizationId } = db
  const numbers = Array.from({ length: people }, (_, i) => `600${String(500_000 + i)}`)
  const { broadcast: broadcastId } = await composeBroadcast(db.engine, {
    organizationId,
    content: draftContent.parse({ text: 'Hej', audience: { numbers: numbers.join('\n') }, priority }),
    by: null,
    now: new Date(),
  })
  await inOrganization(db.api, organizationId, (client) =>
    confirmBroadcast(client, { organizationId, broadcastId, now: new Date(), quietHours: 'send' }),
  )
  ring(db.api, 'outbox')
  return broadcastId
}
async function isState(id: number, state: string): Promise<boolean> {
  const { rowCount } = await db.engine.query('SELECT FROM broadcast WHERE id = $1 AND state = $2', [id, state])
  return rowCount === 1
}
/** Looks each time a bell rings. */
function until(check: () => Promise<boolean>): Promise<void> {
  return new Promise((resolve, reject) => {
    onRing = () => void check().then((is) => is && resolve(), reject)
    onRing()
  })
}
async function messages(id: number): Promise<number | null> {
  return (await db.engine.query('SELECT FROM message WHERE broadcast_id = $1', [id])).rowCount
}

it('a yes becomes messages, once for each, and the gateway is rung for them', async () => {
  await start()
  const id = await confirmed(1_300)
  await until(() => isState(id, 'sending'))
  expect(await messages(id)).toBe(1_300)
  expect(errors).toEqual([])
})

it('a yes that was given while no worker ran is carried out by the next one', async () => {
  const id = await confirmed(10, 'bulk')
  await start()
  await until(() => isState(id, 'sending'))
  expect(await messages(id)).toBe(10)
})

it('an expansion that a crash cut off goes on by itself', async () => {
  const id = await confirmed(250)
  await db.owner.query('TRUNCATE outbox')
  await db.engine.query(`UPDATE broadcast SET state = 'expanding', sent_on = now()::date WHERE id = $1`, [id])
  // The job of the worker that was killed stays locked.
  await start()
  await until(() => isState(id, 'sending'))
  expect(await messages(id)).toBe(250)
})

it('the stop lets a long expansion end its turn, and nobody is lost or repeated', async () => {
  await start()
  const id = await confirmed(15_000, 'bulk')
  await until(async () => ((await messages(id)) ?? 0) > 0)
  await worker?.stop()
  worker = undefined
  const { rows } = await db.engine.query<{ expanded: number }>('SELECT expanded FROM broadcast WHERE id = $1', [id])
  expect(await messages(id)).toBe(rows[0]?.expanded)
  await start()
  await until(() => isState(id, 'sending'))
  expect(await messages(id)).toBe(15_000)
}, 60_000)

it('news that nobody can read holds up no other', async () => {
  await db.engine.query(
    `INSERT INTO outbox (organization_id, kind, payload) VALUES ($1, 'broadcast.due', '{"broadcastId":"x"}')`,
    [db.organizationId],
  )
  await start()
  const id = await confirmed(1)
  await until(() => isState(id, 'sending'))
  await inOrganization(db.api, db.organizationId, (client) => steerBroadcast(client, db.organizationId, id, 'cancel'))
  await worker?.stop()
  worker = undefined
  expect(errors).toHaveLength(1)
  await db.owner.query('TRUNCATE outbox')
})
