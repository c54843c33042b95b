import type { NewMessage } from '@kurenda/contract'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { TestClock } from '#platform/clock'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { Intake } from './intake.ts'

let db: TestDatabase
let intake: Intake
beforeAll(async () => {
  db = await openTestDatabase()
  await db.owner.query("SELECT create_partitions('2026-05-01', 1)")
  intake = new Intake(db.engine, new TestClock('2026-05-20T22:30:00Z'))
})
afterAll(() => db.close())
beforeEach(() =>
  db.owner.query('TRUNCATE message, message_body, dispatch_chunk, idempotency_key, address, opt_out CASCADE'),
)

const message = (to: string, more: Partial<NewMessage> = {}): NewMessage => ({
  to,
  text: 'Kod: 1234',
  priority: 'normal',
  ...more,
})
const take = (messages: NewMessage[], key?: string) =>
  intake.take({ organizationId: db.organizationId, messages, ...(key && { key }) })
async function stored(): Promise<string[]> {
  const { rows } = await db.engine.query<{ to_value: string }>('SELECT to_value FROM message_body ORDER BY to_value')
  return rows.map((row) => row.to_value)
}

it('answers once the message is stored for good, by the town’s day', async () => {
  const [taken] = await take([message('600 000 101')])
  expect(taken).toMatchObject({
    id: expect.stringMatching(/^2026-05-21\.\d+$/) as string,
    to: '+48600000101',
    parts: 1,
  })
  expect(await stored()).toEqual(['+48600000101'])
})

it('of a batch takes what can be sent and says of each other why not, in its place', async () => {
  await db.owner.query(
    `WITH a AS (INSERT INTO address (organization_id, value) VALUES ($1, '+48600000104') RETURNING organization_id, id)
     INSERT INTO opt_out (organization_id, address_id, at, source) SELECT organization_id, id, now(), 'sms' FROM a`,
    [db.organizationId],
  )
  const taken = await take([
    message('600000101'),
    message('12'),
    message('600000102', { text: 'x'.repeat(1600) }),
    message('600000103', { channel: 'nie ma' }),
    message('600000104'),
    message('600000105', { text: 'ż'.repeat(80), priority: 'interactive' }),
  ])
  expect(taken.map((one) => ('code' in one ? one.code : one.parts))).toEqual([
    1,
    'number-invalid',
    'text-too-long',
    'channel-not-found',
    'recipient-opted-out',
    2,
  ])
  expect(await stored()).toEqual(['+48600000101', '+48600000105'])
})

it('takes a repeated request under its key once, also when both come at one moment', async () => {
  const both = await Promise.all([take([message('600000101')], 'one'), take([message('600000101')], 'one')])
  expect(both[0]).toEqual(both[1])
  expect(await take([message('600000101')], 'one')).toEqual(both[0])
  await expect(take([message('600000102')], 'one')).rejects.toMatchObject({ code: 'idempotency-mismatch' })
  expect(await stored()).toEqual(['+48600000101'])
})

it('stores what came at one moment together: one commit, one chunk', async () => {
  const all = await Promise.all(Array.from({ length: 300 }, (_, i) => take([message(`600${String(100_000 + i)}`)])))
  expect(new Set(all.map(([one]) => one && 'id' in one && one.id)).size).toBe(300)
  const { rows } = await db.engine.query<{ size: number }>(
    'SELECT last_id - first_id + 1 AS size FROM dispatch_chunk ORDER BY 1 DESC',
  )
  expect(rows).toEqual([{ size: 300 }])
})

it('when the database refuses, nobody is told that it was taken', async () => {
  await db.owner.query('ALTER TABLE message ADD CONSTRAINT refuses CHECK (false) NOT VALID')
  try {
    await expect(take([message('600000101')])).rejects.toThrow(/refuses/)
  } finally {
    await db.owner.query('ALTER TABLE message DROP CONSTRAINT refuses')
  }
  expect(await stored()).toEqual([])
})
