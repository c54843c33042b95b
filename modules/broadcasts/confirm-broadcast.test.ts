import { draftContent } from '@kurenda/contract'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Priority } from '#modules/messaging'
import { inOrganization } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { confirmBroadcast } from './confirm-broadcast.ts'
import { composeBroadcast } from './compose-broadcast.ts'

const anna = { name: 'Anna Testowa', id: 'anna' }

let db: TestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())
beforeEach(() => db.owner.query('TRUNCATE broadcast, broadcast_recipient, outbox CASCADE'))

const noon = new Date('2026-05-20T10:00:00Z')
const night = new Date('2026-05-20T21:00:00Z')
const morning = new Date('2026-05-21T05:00:00Z')

async function draft(about: { priority?: Priority; sendAt?: Date; numbers?: string[] } = {}): Promise<number> {
  const { numbers = ['600100301'], sendAt, priority } = about
  const content = draftContent.parse({
    text: 'Hej',
    audience: { numbers: numbers.join(',') },
    priority,
    sendAt: sendAt?.toISOString(),
  })
  const { organizationId } = db
  return (await composeBroadcast(db.engine, { organizationId, content, by: anna, now: noon })).broadcast
}
function confirm(broadcastId: number, now: Date, quietHours?: 'hold' | 'send') {
  const { organizationId } = db
  return inOrganization(db.api, organizationId, (client) =>
    confirmBroadcast(client, { organizationId, broadcastId, now, ...(quietHours ? { quietHours } : {}) }),
  )
}

it('the yes makes it due and tells the worker in the same transaction', async () => {
  const id = await draft()
  expect(await confirm(id, noon)).toEqual({ id, state: 'scheduled', sendAt: noon })
  const { rows } = await db.engine.query('SELECT kind, payload FROM outbox')
  expect(rows).toEqual([{ kind: 'broadcast.due', payload: { broadcastId: id } }])
})

it('at night an immediate one needs an explicit yes', async () => {
  const id = await draft()
  await expect(confirm(id, night)).rejects.toMatchObject({
    code: 'quiet-hours',
    params: { from: '21:00', until: '07:00' },
  })
  expect((await db.engine.query('SELECT FROM outbox')).rowCount).toBe(0)
  expect(await confirm(id, night, 'send')).toMatchObject({ sendAt: night })
})

it('or waits for the morning where the person says so', async () => {
  expect(await confirm(await draft(), night, 'hold')).toMatchObject({ sendAt: morning })
})

it('one scheduled into the night moves to the morning', async () => {
  expect(await confirm(await draft({ sendAt: night }), noon)).toMatchObject({ sendAt: morning })
})

it('an emergency goes out at any hour', async () => {
  expect(await confirm(await draft({ priority: 'emergency' }), night)).toMatchObject({ sendAt: night })
})

it('a time that has passed means now', async () => {
  const sendAt = new Date('2026-05-20T09:00:00Z')
  expect(await confirm(await draft({ sendAt }), noon)).toMatchObject({ sendAt: noon })
})

it('of two who say yes at the same moment one is told that it is confirmed already', async () => {
  const id = await draft()
  const outcomes = await Promise.allSettled([confirm(id, noon), confirm(id, noon)])
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect((await db.engine.query('SELECT FROM outbox')).rowCount).toBe(1)
})

it('a draft for nobody, and one that is not there', async () => {
  await expect(confirm(await draft({ numbers: ['12'] }), noon)).rejects.toMatchObject({ code: 'no-recipients' })
  await expect(confirm(999_999, noon)).rejects.toMatchObject({ code: 'not-found' })
})
