import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterEach, expect, inject, test } from 'vitest'
import { migrate } from './index.ts'

/** Those of every test: the roles are one for the whole server. */
const secrets = { owner: 'test', engine: 'test', api: 'test' }
const root = inject('superuserUrl')
const undo: string[] = []

async function onServer(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

async function emptyDatabase(): Promise<string> {
  const name = `migrate_${randomBytes(6).toString('hex')}`
  await onServer(root, `CREATE DATABASE ${name} TEMPLATE template0`)
  undo.unshift(`DROP DATABASE ${name} WITH (FORCE)`)
  const url = new URL(root)
  url.pathname = `/${name}`
  return url.href
}

afterEach(() => onServer(root, ...undo.splice(0)))

test('several databases of one server can be prepared at the same moment', async () => {
  const urls = await Promise.all(Array.from({ length: 3 }, emptyDatabase))
  await Promise.all(urls.map((url) => migrate(url, secrets)))
  const again = Array.from({ length: 8 }, () => urls).flat()
  const results = await Promise.all(again.map((url) => migrate(url, secrets)))
  expect(results.every(({ applied }) => applied.length === 0)).toBe(true)
})

test('where the user may not create roles an administrator is told the SQL, and having run it is enough', async () => {
  const superuserUrl = await emptyDatabase()
  const user = `plain_${randomBytes(6).toString('hex')}`
  await onServer(superuserUrl, `CREATE ROLE ${user} LOGIN PASSWORD 'test'`)
  undo.push(`DROP ROLE ${user}`)
  const plain = new URL(superuserUrl)
  plain.username = user
  plain.password = 'test'

  const refused: unknown = await migrate(plain.href, secrets).catch((error: unknown) => error)
  expect(String(refused)).toContain('Let its administrator run:')
  const sql = String(refused).slice(String(refused).indexOf('\n') + 1)
  await onServer(superuserUrl, sql)
  const { applied } = await migrate(plain.href, secrets)
  expect(applied.length).toBeGreaterThan(0)
})
