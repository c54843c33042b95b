import { afterAll, beforeAll, expect, test } from 'vitest'
import { transaction } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { claimStatement } from './claim-waiting.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

test('who writes before is looked up by sender, also while the queue is believed to be empty', async () => {
  await db.owner.query('ANALYZE inbound')
  const plan = await transaction(db.engine, async (client) => {
    // As the router's connections plan.
    await client.query('SET LOCAL enable_seqscan = off')
    const { rows } = await client.query<Record<string, string>>(`EXPLAIN ${claimStatement.replace('$1', '200')}`)
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  })
  expect(plan).toMatch(/using inbound_waiting on inbound\b(?! i\b)/)
  expect(plan).toMatch(/using inbound_waiting_of on inbound i\b/)
})
