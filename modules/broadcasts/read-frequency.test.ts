import { afterAll, beforeAll, expect, test } from 'vitest'
import { draftContent } from '@kurenda/contract'
import { inOrganization } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { createDraft } from './create-draft.ts'
import { prepareDraft } from './prepare-broadcast.ts'
import { readFrequency } from './read-frequency.ts'

const now = new Date('2026-05-20T10:00:00Z')
const number = (i: number) => `600${String(300_000 + i)}`
const states = { queued: 0, delivered: 2, failed: 3 }

let db: TestDatabase
let messages = 0
beforeAll(async () => {
  db = await openTestDatabase()
  await db.owner.query("SELECT create_partitions('2026-03-01', 4)")
})
afterAll(() => db.close())

/** A draft for so many people, counted. */
async function draftFor(count: number): Promise<number> {
  const { organizationId } = db
  const numbers = Array.from({ length: count }, (_, i) => number(i)).join('\n')
  const content = draftContent.parse({ text: 'Hej', audience: { numbers } })
  const id = await inOrganization(db.api, organizationId, (client) =>
    createDraft(client, { organizationId, content, by: { name: 'Anna', id: 'anna' }, now }),
  )
  await prepareDraft(db.engine, { organizationId, broadcastId: id })
  return id
}

/** Texts that went to some of them on a day. */
async function sent(day: string, to: readonly number[], state: keyof typeof states = 'delivered'): Promise<void> {
  await db.owner.query(
    `INSERT INTO message (organization_id, sent_on, id, channel_id, address_id, state, parts)
     SELECT $1, $2, $3 + row_number() OVER (), (SELECT min(id) FROM channel WHERE organization_id = $1), a.id, $4, 1
     FROM address a WHERE a.organization_id = $1 AND a.value = ANY($5)`,
    [db.organizationId, day, (messages += 100_000), states[state], to.map((i) => `+48${number(i)}`)],
  )
}
const read = (id: number) =>
  inOrganization(db.api, db.organizationId, (client) => readFrequency(client, db.organizationId, id, now))

test('each person counts once, in the week, in the month, and among those who hear from us often', async () => {
  const id = await draftFor(6)
  await sent('2026-05-19', [0, 1])
  await sent('2026-05-18', [0])
  await sent('2026-05-01', [0, 1, 2])
  await sent('2026-04-25', [0])
  // Out of the thirty days, not arrived, and to somebody else.
  await sent('2026-04-20', [3])
  await sent('2026-05-19', [4], 'failed')
  await sent('2026-05-19', [4], 'queued')
  expect(await read(id)).toEqual({ recipients: 6, looked: 6, week: 2, month: 3, often: 1 })
})

test('of many people a part is looked at, and the others are told by it', { timeout: 60_000 }, async () => {
  const count = 5_000
  const id = await draftFor(count)
  await sent(
    '2026-05-17',
    Array.from({ length: count }, (_, i) => i).filter((i) => i >= 10 && i % 4 === 0),
  )
  const { recipients, looked, week } = await read(id)
  expect(recipients).toBe(count)
  expect(looked).toBeLessThanOrEqual(2_000)
  expect(Math.abs(week / count - 0.25)).toBeLessThan(0.05)
})

test('nothing is told of another organization’s draft', async () => {
  await expect(read(999_999)).rejects.toMatchObject({ code: 'not-found' })
})
