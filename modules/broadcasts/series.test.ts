import { draftContent } from '@kurenda/contract'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { inOrganization, type Client } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { composeBroadcast } from './compose-broadcast.ts'
import { runSeries } from './run-series.ts'
import { listSeries, startSeries, steerSeries } from './series.ts'

const noon = new Date('2026-05-20T10:00:00Z')
const nine = (day: number) => new Date(`2026-05-${day}T07:00:00Z`)
const anna = { name: 'Anna Testowa', id: 'anna' }

let db: TestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())
beforeEach(() => db.owner.query('TRUNCATE broadcast, broadcast_series, address, outbox CASCADE'))

function asApi<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
  return inOrganization(db.api, db.organizationId, work)
}
async function start(): Promise<number> {
  const { organizationId } = db
  const content = draftContent.parse({ text: 'Jutro odpady', audience: { numbers: '600100301\n600100302' } })
  const { broadcast } = await composeBroadcast(db.engine, { organizationId, content, by: anna, now: noon })
  const rule = { every: 'day', at: '09:00' } as const
  return asApi((client) => startSeries(client, { organizationId, draftId: broadcast, rule, by: anna, now: noon }))
}
async function made(): Promise<{ state: string; send_at: Date | null; recipients: number }[]> {
  const { rows } = await db.engine.query<{ state: string; send_at: Date | null; recipients: number }>(
    'SELECT state, send_at, recipients FROM broadcast WHERE series_id IS NOT NULL ORDER BY id',
  )
  return rows
}

it('goes out at each of its times, once, however often the clock is looked at', async () => {
  await start()
  expect(await runSeries(db.engine, noon)).toBe(0)
  await Promise.all([runSeries(db.engine, nine(21)), runSeries(db.engine, nine(21))])
  await runSeries(db.engine, nine(21))
  await runSeries(db.engine, nine(22))
  expect(await made()).toEqual([
    { state: 'scheduled', send_at: nine(21), recipients: 2 },
    { state: 'scheduled', send_at: nine(22), recipients: 2 },
  ])
})

it('that grew beyond what was agreed to waits for a person', async () => {
  const id = await start()
  await db.owner.query('UPDATE broadcast_series SET most_recipients = 1 WHERE id = $1', [id])
  await runSeries(db.engine, nine(21))
  expect(await made()).toMatchObject([{ state: 'draft', recipients: 2 }])
})

it('does not make up for what was missed in a pause or a long outage', async () => {
  const id = await start()
  const { organizationId } = db
  await asApi((client) => steerSeries(client, organizationId, id, 'pause', noon))
  expect(await runSeries(db.engine, nine(22))).toBe(0)
  await asApi((client) => steerSeries(client, organizationId, id, 'resume', new Date('2026-05-22T10:00:00Z')))
  expect((await asApi((client) => listSeries(client, organizationId)))[0]).toMatchObject({ nextAt: nine(23) })
  // Down until the evening of the 24th.
  expect(await runSeries(db.engine, new Date('2026-05-24T18:00:00Z'))).toBe(0)
  expect((await asApi((client) => listSeries(client, organizationId)))[0]).toMatchObject({ nextAt: nine(25) })
})
