import { afterAll, beforeAll, expect, test } from 'vitest'
import { transaction } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { queueMessages } from './index.ts'

const parents = ['message', 'message_body', 'message_event', 'message_ref']

let db: TestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

/** A message of that day with its event and its reference; its id. */
async function write(day: string): Promise<number> {
  const { organizationId, channelId } = db
  const { rows } = await db.engine.query<{ id: number }>(
    `INSERT INTO address (organization_id, value) VALUES ($1, '+48600100101') ON CONFLICT (organization_id, kind, value)
     DO UPDATE SET value = excluded.value RETURNING id`,
    [organizationId],
  )
  const message = {
    addressId: rows[0]?.id ?? 0,
    to: '+48600100101',
    from: '+48600100200',
    text: 'Dzień dobry',
    parts: 1,
    validitySeconds: null,
  }
  const [id = 0] = await transaction(db.engine, (client) =>
    queueMessages(client, {
      organizationId,
      channelId,
      sentOn: day,
      broadcastId: null,
      priority: 'interactive',
      notBefore: new Date(`${day}T10:00:00Z`),
      messages: [message],
    }),
  )
  await db.engine.query('INSERT INTO message_event VALUES ($1, $2, $3, now(), 0, NULL)', [organizationId, day, id])
  await db.engine.query('INSERT INTO message_ref VALUES ($1, $2, $3, $4, $3, $5, 0)', [
    channelId,
    `ref ${id}`,
    day,
    organizationId,
    id,
  ])
  return id
}

/** The tables that hold the rows of that message, by the name of the parent. */
async function placesOf(id: number): Promise<string[]> {
  const places: string[] = []
  for (const parent of parents) {
    const key = parent === 'message' || parent === 'message_body' ? 'id' : 'message_id'
    const { rows } = await db.owner.query<{ place: string }>(
      `SELECT tableoid::regclass::text AS place FROM ${parent} WHERE ${key} = $1`,
      [id],
    )
    places.push(...rows.map(({ place }) => place))
  }
  return places
}

test('a message of a month that nobody made a partition for is kept, and moves when the month gets its own', async () => {
  const early = await write('2094-02-03')
  expect(await placesOf(early)).toEqual(parents.map((parent) => `${parent}_default`))
  const otherMonth = await write('2094-05-01')

  await db.engine.query("SELECT create_partitions('2094-02-01', 2)")
  expect(await placesOf(early)).toEqual(parents.map((parent) => `${parent}_2094_02`))
  expect(await placesOf(otherMonth)).toEqual(parents.map((parent) => `${parent}_default`))
  expect(await placesOf(await write('2094-03-31'))).toEqual(parents.map((parent) => `${parent}_2094_03`))
  // A second time nothing is left to do, and nothing is locked.
  await db.engine.query("SELECT create_partitions('2094-02-01', 2)")

  const { rows } = await db.owner.query<{ parent: string; partitions: number; indexes: number }>(
    `SELECT p.relname AS parent, count(*)::int AS partitions, sum((SELECT count(*) FROM pg_index x WHERE x.indrelid = c.oid))::int AS indexes
     FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_class c ON c.oid = i.inhrelid
     WHERE p.relname = ANY($1) AND c.relname ~ '2094' GROUP BY 1 ORDER BY 1`,
    [parents],
  )
  const indexesOf = async (parent: string) =>
    (await db.owner.query('SELECT FROM pg_index WHERE indrelid = $1::regclass', [parent])).rowCount ?? 0
  for (const { parent, partitions, indexes } of rows)
    expect([parent, partitions, indexes]).toEqual([parent, 2, 2 * (await indexesOf(parent))])
})
