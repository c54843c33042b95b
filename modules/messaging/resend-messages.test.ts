import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { inOrganization } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { totals } from './counters.ts'
import { explainFailure } from './explain-failure.ts'
import { stateNumber, type StateName } from './lifecycle.ts'
import { listFailures } from './list-failures.ts'
import { resendMessages } from './resend-messages.ts'

const now = new Date('2026-05-20T10:00:00Z')
let db: TestDatabase
let broadcastId: number
beforeAll(async () => {
  db = await openTestDatabase()
  await db.owner.query("SELECT create_partitions('2026-05-01', 1)")
})
afterAll(() => db.close())

/** A finished broadcast whose messages ended in these states, with these reasons. */
beforeEach(async () => {
  await db.owner.query('TRUNCATE broadcast, message, message_trouble, broadcast_counter, dispatch_chunk CASCADE')
  const { rows } = await db.owner.query<{ id: number }>(
    `INSERT INTO broadcast (organization_id, name, template, channel_id, sender, state, sent_on, finished_at)
     SELECT $1, 'Próba', 'Hej', id, 'GMINA', 'finished', '2026-05-20', now() FROM channel RETURNING id`,
    [db.organizationId],
  )
  broadcastId = rows[0]?.id ?? 0
  await add(1, 40, 'delivered', null)
  await add(100, 30, 'failed', 'ESME_RINVDSTADR')
  await add(200, 20, 'failed', 'err:011')
  await add(300, 10, 'expired', 'EXPIRED')
  await add(400, 5, 'uncertain', 'interrupted')
})

async function add(first: number, count: number, state: StateName, reason: string | null): Promise<void> {
  await db.owner.query(
    `INSERT INTO message (organization_id, sent_on, id, broadcast_id, address_id, channel_id, state, parts, reason, settled_at)
     SELECT $1, '2026-05-20', i, $2, i, c.id, $5, 1, $6, now() FROM channel c, generate_series($3::int, $3::int + $4::int - 1) AS i`,
    [db.organizationId, broadcastId, first, count, stateNumber(state), reason],
  )
  await db.owner.query(
    `INSERT INTO broadcast_counter (organization_id, broadcast_id, state, count) VALUES ($1, $2, $3, $4)
     ON CONFLICT (organization_id, broadcast_id, state) DO UPDATE SET count = broadcast_counter.count + excluded.count`,
    [db.organizationId, broadcastId, stateNumber(state), count],
  )
}
const resend = (what: 'failed' | 'uncertain', reasons?: string[]) =>
  resendMessages(db.engine, { organizationId: db.organizationId, broadcastId, what, now, ...(reasons && { reasons }) })
const counted = async () => (await totals(db.engine, db.organizationId, [broadcastId])).get(broadcastId)

it('the failed only are sent again, and the broadcast runs until they are settled', async () => {
  expect(await resend('failed')).toBe(60)
  expect(await counted()).toMatchObject({ queued: 60, failed: 0, expired: 0, uncertain: 5, delivered: 40 })
  const { rows } = await db.engine.query('SELECT state, finished_at FROM broadcast')
  expect(rows).toEqual([{ state: 'sending', finished_at: null }])
  expect(await resend('failed')).toBe(0)
})

it('or only those of some reasons', async () => {
  expect(await resend('failed', ['err:011'])).toBe(20)
  expect(await counted()).toMatchObject({ queued: 20, failed: 30, expired: 10 })
})

it('what nobody knows the fate of is sent again apart from the failed', async () => {
  expect(await resend('uncertain')).toBe(5)
  expect(await counted()).toMatchObject({ queued: 5, uncertain: 0, failed: 50 })
})

it('reasons are counted, the most frequent first, and said in words with what to do', async () => {
  const found = await inOrganization(db.api, db.organizationId, (client) =>
    listFailures(client, db.organizationId, broadcastId),
  )
  expect(found).toEqual([
    { state: 'failed', reason: 'ESME_RINVDSTADR', count: 30 },
    { state: 'failed', reason: 'err:011', count: 20 },
    { state: 'expired', reason: 'EXPIRED', count: 10 },
    { state: 'uncertain', reason: 'interrupted', count: 5 },
  ])
  expect(found.map((failure) => explainFailure(failure, 'pl').kind)).toEqual([
    'number',
    'undelivered',
    'expired',
    'interrupted',
  ])
  expect(explainFailure({ state: 'failed', reason: 'E999' }, 'en').explanation).toMatch(/another reason/)
})
