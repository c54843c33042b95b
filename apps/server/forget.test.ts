import { afterAll, beforeAll, expect, test } from 'vitest'
import { draftContent } from '@kurenda/contract'
import { forgetLinks } from '#modules/accounts'
import { composeBroadcast, forgetDrafts } from '#modules/broadcasts'
import { forgetKeys } from '#platform/idempotency'
import { openTestDatabase, type TestDatabase } from '#platform/testing'

const now = new Date('2026-05-20T10:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 3_600_000)

let db: TestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

async function column(sql: string): Promise<unknown[]> {
  const { rows } = await db.owner.query<{ value: unknown }>(sql)
  return rows.map((row) => row.value)
}

test('an Idempotency-Key is kept for seven days', async () => {
  await db.owner.query(
    `INSERT INTO idempotency_key (organization_id, key, digest, created_at) VALUES ($1, 'old', '', $2), ($1, 'young', '', $3)`,
    [db.organizationId, daysAgo(7.1), daysAgo(6.9)],
  )
  expect(await forgetKeys(db.engine, now)).toBe(1)
  expect(await column('SELECT key AS value FROM idempotency_key')).toEqual(['young'])
})

test('a draft that nobody touched for 90 days goes with its recipients; whatever was confirmed, planned or saved since stays', async () => {
  const { organizationId } = db
  const make = async (age: number, change = '') => {
    const content = draftContent.parse({ text: 'Hej', audience: { numbers: '600100101' } })
    const made = { organizationId, content, by: null, now: daysAgo(age) }
    const { broadcast } = await composeBroadcast(db.engine, made)
    if (change) await db.engine.query(`UPDATE broadcast SET ${change} WHERE id = $1`, [broadcast])
    return broadcast
  }
  await make(91)
  await make(91, "state = 'review'")
  const saved = await make(91)
  await db.engine.query(
    `INSERT INTO broadcast_version (organization_id, broadcast_id, version, content, saved_at) VALUES ($1, $2, 2, '{}', $3)`,
    [organizationId, saved, daysAgo(10)],
  )
  const kept = [
    saved,
    await make(89),
    await make(91, `send_at = '${new Date(now.getTime() + 1).toISOString()}'`),
    await make(91, "state = 'finished'"),
  ]
  expect(await forgetDrafts(db.engine, now)).toBe(2)
  expect(await column('SELECT id AS value FROM broadcast ORDER BY id')).toEqual(kept)
  expect(await column('SELECT DISTINCT broadcast_id AS value FROM broadcast_recipient ORDER BY 1')).toEqual(kept)
})

test('a link to a new password goes at its end, an invitation 30 days after it was taken, withdrawn or too old', async () => {
  await db.owner.query(`INSERT INTO "user" (id, name, email) VALUES ('anna', 'Anna Testowa', 'anna@testowa.example')`)
  await db.owner.query(
    `INSERT INTO password_reset (token_hash, user_id, created_at, expires_at) VALUES ('a', 'anna', $1, $1), ('b', 'anna', $1, $2)`,
    [daysAgo(1), daysAgo(-1)],
  )
  const invite = (name: string, expires: Date, more: { accepted?: Date; revoked?: Date } = {}) =>
    db.owner.query(
      `INSERT INTO invitation (organization_id, name, role, token_hash, created_at, expires_at, accepted_at, revoked_at)
       VALUES ($1, $2, 'agent', 'x', $3, $4, $5, $6)`,
      [db.organizationId, name, daysAgo(40), expires, more.accepted, more.revoked],
    )
  await invite('open', daysAgo(-1))
  await invite('too old', daysAgo(31))
  await invite('lately ended', daysAgo(29))
  await invite('taken', daysAgo(20), { accepted: daysAgo(31) })
  await invite('withdrawn', daysAgo(20), { revoked: daysAgo(31) })
  expect(await forgetLinks(db.engine, now)).toBe(4)
  expect(await column('SELECT name AS value FROM invitation ORDER BY id')).toEqual(['open', 'lately ended'])
  expect(await column("SELECT encode(token_hash, 'escape') AS value FROM password_reset")).toEqual(['b'])
})
