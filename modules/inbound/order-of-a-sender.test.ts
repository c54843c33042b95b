import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { TestClock } from '#platform/clock'
import { transaction, type Client } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { claimWaiting, markRouted } from './claim-waiting.ts'
import { routeWaiting } from './route-waiting.ts'

let db: TestDatabase
const clock = new TestClock('2026-11-02T09:00:00Z')
const [ann, jan] = ['+48600100301', '+48600100302']

beforeAll(async () => {
  db = await openTestDatabase()
  await db.owner.query(`SELECT create_partitions('2026-10-01', 3)`)
})
beforeEach(() => db.owner.query('TRUNCATE inbound, conversation, opt_out, consent_event, message, address CASCADE'))
afterAll(() => db.close())

async function arrive(...texts: [from: string, text: string][]): Promise<void> {
  await db.engine.query(
    `INSERT INTO inbound (organization_id, channel_id, from_value, to_value, text, digest, connection, at)
     SELECT $1, $2, f, '+48600100200', x, '', 'a', $5 FROM unnest($3::text[], $4::text[]) WITH ORDINALITY AS w(f, x, n) ORDER BY n`,
    [db.organizationId, db.channelId, texts.map(([from]) => from), texts.map(([, text]) => text), clock.now()],
  )
}
const claimed = async (client: Client, limit: number) => {
  const { texts, behind } = await claimWaiting(client, limit)
  return { texts: texts.map(({ text }) => text), behind: behind.length }
}
async function routed(): Promise<string[]> {
  const { rows } = await db.engine.query<{ text: string }>(
    'SELECT text FROM inbound WHERE routed_at IS NOT NULL ORDER BY id',
  )
  return rows.map(({ text }) => text)
}

it('a text whose sender’s earlier one is being routed is left, and others are not held up', async () => {
  await arrive([ann, 'pierwszy'], [ann, 'drugi'], [jan, 'inny'])
  await transaction(db.engine, async (one) => {
    expect(await claimed(one, 1)).toEqual({ texts: ['pierwszy'], behind: 0 })
    await transaction(db.engine, async (other) => {
      expect(await claimed(other, 200)).toEqual({ texts: ['inny'], behind: 1 })
    })
  })
  await transaction(db.engine, async (client) => {
    expect(await claimed(client, 200)).toEqual({ texts: ['pierwszy', 'drugi', 'inny'], behind: 0 })
  })
})

it('a router that found only such texts goes on as soon as the other is done', async () => {
  await arrive([ann, 'STOP'], [ann, 'START'])
  let other: Promise<number> | undefined
  await transaction(db.engine, async (one) => {
    const [first] = (await claimWaiting(one, 1)).texts
    other = routeWaiting(db.pipelined, clock)
    await markRouted(one, db.organizationId, [{ id: first?.id ?? 0, route: 'opt-out' }], clock.now())
    expect(await routed()).toEqual([])
  })
  expect(await other).toBe(1)
  expect(await routed()).toEqual(['STOP', 'START'])
})

it('two routers at once: every sender’s texts stand in their order, the last wish holds, and each is routed once', async () => {
  const senders = Array.from({ length: 30 }, (_, i) => `+486001004${String(10 + i)}`)
  const texts = Array.from({ length: 40 }, (_, n) =>
    senders.map((from): [string, string] => [from, n === 38 ? 'STOP' : n === 39 ? 'START' : `tekst ${String(n)}`]),
  ).flat()
  await arrive(...texts)
  const counts = await Promise.all([routeWaiting(db.pipelined, clock), routeWaiting(db.pipelined, clock)])
  expect(counts[0] + counts[1]).toBe(texts.length)
  const { rows } = await db.engine.query<{ texts: string[] }>(
    `SELECT array_agg(text ORDER BY id) AS texts FROM conversation_entry WHERE direction = 'in' GROUP BY conversation_id`,
  )
  expect(rows).toHaveLength(30)
  const inOrder = [...Array.from({ length: 38 }, (_, n) => `tekst ${String(n)}`), 'STOP', 'START']
  for (const row of rows) expect(row.texts).toEqual(inOrder)
  expect((await db.engine.query('SELECT FROM opt_out')).rowCount).toBe(0)
}, 30_000)
