import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { Halts } from './halts.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

const broadcast = 1
const read = new Date('2026-05-20T10:00:00Z')

async function refuse(addressId: number, at: string): Promise<void> {
  await db.owner.query(
    `WITH a AS (INSERT INTO address (organization_id, id, value) OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3) RETURNING id)
     INSERT INTO opt_out (organization_id, address_id, at, source) SELECT $1, id, $4, 'sms' FROM a`,
    [db.organizationId, addressId, `+4860020${1000 + addressId}`, at],
  )
}

it('whoever opted out since a chunk was read gets nothing of it, however many hours a slow channel holds it', async () => {
  await refuse(1, '2026-05-20T10:00:30Z')
  await refuse(2, '2026-05-20T15:59:00Z')
  const halts = new Halts(db.engine)
  // Six hours later the chunk is still in hand.
  await halts.refresh([broadcast], read)
  expect(halts.stopFor(broadcast, db.organizationId, 1)).toBe('suppress')
  expect(halts.stopFor(broadcast, db.organizationId, 2)).toBe('suppress')
  expect(halts.stopFor(broadcast, db.organizationId, 3)).toBeUndefined()
})
