import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import {
  copyInto,
  inOneGo,
  inOrganization,
  listen,
  plainArray,
  ring,
  textArray,
  transaction,
  type Client,
} from './index.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

test('the api role is no owner, no superuser and cannot bypass row-level security', async () => {
  const { rows } = await db.api.query(
    `SELECT rolsuper, rolbypassrls, (SELECT count(*) FROM pg_class WHERE relowner = r.oid) AS owns
     FROM pg_roles r WHERE rolname = current_user`,
  )
  expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, owns: 0 }])
})

test('a query without an organization filter returns only rows of the organization that asks', async () => {
  const { rows } = await db.owner.query<{ id: number }>(
    `INSERT INTO organization (slug, name) VALUES ('obca', 'Gmina Obca') RETURNING id`,
  )
  const other = rows[0]?.id ?? 0
  await db.engine.query(
    `INSERT INTO address (organization_id, value) VALUES ($1, '+48600000001'), ($2, '+48600000002')`,
    [db.organizationId, other],
  )
  const mine = await inOrganization(db.api, db.organizationId, (client) => client.query('SELECT value FROM address'))
  const nobody = await db.api.query('SELECT value FROM address')
  expect(mine.rows).toEqual([{ value: '+48600000001' }])
  expect(nobody.rows).toEqual([])
})

test('every tenant table begins its key with organization_id', async () => {
  const { rows } = await db.owner.query(
    `SELECT c.relname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
     JOIN pg_attribute o ON o.attrelid = c.oid AND o.attname = 'organization_id'
     WHERE k.contype IN ('p', 'u') AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'dispatch_chunk'
       AND k.conkey[1] <> o.attnum AND NOT c.relispartition AND c.relname NOT IN ('outbox', 'channel', 'api_key', 'survey')`,
  )
  expect(rows).toEqual([])
})

test('COPY keeps every character of a text', async () => {
  const values = ['zażółć\tgęślą', 'a\nb\\c', '{"x"}', "o'k", '\\N']
  await transaction(db.engine, async (client) => {
    await client.query('CREATE TEMP TABLE t (n integer, v text, list text[]) ON COMMIT DROP')
    await copyInto(
      client,
      't',
      ['n', 'v', 'list'],
      values.map((value, n) => [n, value, [value, '']]),
    )
    const { rows } = await client.query<{ v: string; list: string[] }>('SELECT v, list FROM t ORDER BY n')
    expect(rows.map((row) => row.v)).toEqual(values)
    expect(rows.map((row) => row.list)).toEqual(values.map((value) => [value, '']))
  })
})

test('arrays arrive as they were, whatever is in them', async () => {
  const texts = ['a,b', '"', '\\', 'NULL', '', ' x ', '{}', 'zażółć\n', null]
  const at = new Date('2026-03-29T01:00:00Z')
  const { rows } = await db.engine.query(
    'SELECT $1::text[] AS texts, $2::bigint[]::text[] AS numbers, $3::timestamptz[] AS times, $4::date[]::text[] AS days',
    [textArray(texts), plainArray([1, -2, null]), plainArray([at.toISOString(), null]), plainArray(['2026-01-01'])],
  )
  expect(rows).toEqual([{ texts, numbers: ['1', '-2', null], times: [at, null], days: ['2026-01-01'] }])
})

test('a failing source of COPY leaves neither rows nor a stuck connection', async () => {
  const bad = transaction(db.engine, async (client) => {
    await client.query('CREATE TEMP TABLE u (n integer) ON COMMIT DROP')
    await copyInto(
      client,
      'u',
      ['n'],
      (function* () {
        yield [1]
        throw new Error('the source broke')
      })(),
    )
  })
  await expect(bad).rejects.toThrow('the source broke')
  expect((await db.engine.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
})

test('what is asked in one go is carried out in its order, and a failure gives up all of it', async () => {
  await db.owner.query('CREATE TABLE one_go (n int PRIMARY KEY)')
  await db.owner.query('GRANT ALL ON one_go TO PUBLIC')
  for (const pool of [db.engine, db.pipelined]) {
    const add = (n: number) => (client: Client) => client.query('INSERT INTO one_go VALUES ($1)', [n])
    const count = (client: Client) => client.query<{ count: number }>('SELECT count(*)::int AS count FROM one_go')
    const counts = await transaction(pool, async (client) => {
      const [before, , after] = await inOneGo(
        client,
        () => count(client),
        () => add(1)(client),
        () => count(client),
      )
      await client.query('DELETE FROM one_go')
      return [before, after].map(({ rows }) => rows[0]?.count)
    })
    expect(counts).toEqual([0, 1])
    const twice = transaction(pool, (client) =>
      inOneGo(
        client,
        () => add(1)(client),
        () => add(1)(client),
        () => add(2)(client),
      ),
    )
    await expect(twice).rejects.toMatchObject({ code: '23505' })
    expect((await pool.query('SELECT FROM one_go')).rowCount).toBe(0)
  }
})

test('a bell that rings again at once is heard again', async () => {
  const heard: string[] = []
  let hear: () => void = () => {}
  const all = new Promise<void>((resolve) => (hear = resolve))
  const bells = await listen(db.urls.engine, {
    news: (payload) => {
      heard.push(payload)
      if (new Set(heard).size === 4) hear()
    },
  })
  for (const payload of ['a', 'b', 'b', 'c']) ring(db.engine, 'news', payload)
  await all
  await bells.close()
  // One ring for both b; the call without a payload is the first, since anything may have been missed before it.
  expect(heard.toSorted()).toEqual(['', 'a', 'b', 'c'])
})

test('a bell is heard in another connection', async () => {
  let hear: (payload: string) => void = () => {}
  const heard = new Promise<string>((resolve) => (hear = resolve))
  const listening = await listen(db.urls.engine, { news: (payload) => payload && hear(payload) })
  ring(db.engine, 'news', 'broadcast 7')
  expect(await heard).toBe('broadcast 7')
  await listening.close()
})

test('a connection that breaks between two queries fails its transaction and ends nothing else', async () => {
  const broken = transaction(db.engine, async (client) => {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    const gone = new Promise((resolve) => client.once('end', resolve))
    const root = new pg.Client({ connectionString: db.superuserUrl })
    await root.connect()
    await root.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid])
    await root.end()
    await gone
    await client.query('SELECT 1')
  })
  await expect(broken).rejects.toThrow()
  expect((await db.engine.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
})
