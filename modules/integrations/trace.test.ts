import { afterEach, beforeEach, expect, test } from 'vitest'
import { inOrganization } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { readTrace } from './read-trace.ts'
import { traceChannel } from './trace-channel.ts'
import { trimTraces } from './trim-traces.ts'

const now = new Date('2026-05-20T10:00:00Z')
let db: TestDatabase

beforeEach(async () => {
  db = await openTestDatabase()
})
afterEach(() => db.close())

async function keep(count: number, more: { at?: Date; ok?: boolean } = {}): Promise<void> {
  await db.engine.query(
    `INSERT INTO channel_trace (organization_id, channel_id, at, direction, operation, result, ok)
     SELECT $1, $2, $3, 'out', 'submit_sm', 'ESME_ROK', $4 FROM generate_series(1, $5)`,
    [db.organizationId, db.channelId, more.at ?? now, more.ok ?? true, count],
  )
}

const read = (page: { before?: number; limit?: number; errors?: boolean } = {}, organizationId = db.organizationId) =>
  inOrganization(db.api, organizationId, (client) =>
    readTrace(client, organizationId, db.channelId, {
      before: page.before,
      limit: page.limit ?? 50,
      errors: page.errors ?? false,
    }),
  )

async function otherOrganization(): Promise<number> {
  const { rows } = await db.owner.query<{ id: number }>(
    "INSERT INTO organization (slug, name) VALUES ('obca', 'Gmina Obca') RETURNING id",
  )
  return rows[0]?.id ?? 0
}

test('the latest comes first, page after page, and nothing comes twice', async () => {
  await keep(5)
  const first = await read({ limit: 3 })
  const second = await read({ limit: 3, before: Number(first.next) })
  const ids = [...first.items, ...second.items].map((item) => item.id)
  expect(ids).toEqual([...ids].sort((a, b) => b - a))
  expect([new Set(ids).size, second.next]).toEqual([5, null])
})

test('only what went wrong, where it is asked for', async () => {
  await keep(3)
  await keep(1, { ok: false })
  expect((await read({ errors: true })).items.map((item) => item.ok)).toEqual([false])
})

test('another organization neither reads nor switches it', async () => {
  await keep(1)
  const other = await otherOrganization()
  await expect(read({}, other)).rejects.toMatchObject({ code: 'not-found' })
  await expect(
    inOrganization(db.api, other, (client) => traceChannel(client, other, db.channelId, 10, now)),
  ).rejects.toMatchObject({ code: 'not-found' })
  const seen = await inOrganization(db.api, other, (client) => client.query('SELECT FROM channel_trace'))
  expect(seen.rowCount).toBe(0)
})

test('tracing ends after the minutes that were asked for, or at once', async () => {
  const set = (minutes: number) =>
    inOrganization(db.api, db.organizationId, (client) =>
      traceChannel(client, db.organizationId, db.channelId, minutes, now),
    )
  expect(await set(10)).toEqual({ tracedUntil: '2026-05-20T10:10:00.000Z' })
  expect((await read()).tracedUntil).toBe('2026-05-20T10:10:00.000Z')
  expect(await set(0)).toEqual({ tracedUntil: null })
})

test('the latest 5,000 of a channel are kept, and nothing for longer than a week', async () => {
  await keep(10, { at: new Date('2026-05-12T10:00:00Z') })
  await keep(5_000)
  await trimTraces(db.engine, now)
  const count = async () => (await db.owner.query('SELECT FROM channel_trace')).rowCount
  expect(await count()).toBe(5_000)
  await keep(30)
  await trimTraces(db.engine, now)
  expect(await count()).toBe(5_000)
  await trimTraces(db.engine, new Date('2026-05-28T10:00:00Z'))
  expect(await count()).toBe(0)
})

test('a request writes nothing into it', async () => {
  await expect(
    inOrganization(db.api, db.organizationId, (client) =>
      client.query(
        "INSERT INTO channel_trace (organization_id, channel_id, at, direction, operation, ok) VALUES ($1, $2, now(), 'out', 'x', true)",
        [db.organizationId, db.channelId],
      ),
    ),
  ).rejects.toMatchObject({ code: '42501' })
})
