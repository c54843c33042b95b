import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { databaseGrants, migrate, openPool, roleUrls, type Pool, type RoleUrls } from '#platform/db'

const secrets = { owner: 'test', engine: 'test', api: 'test' }
const template = 'kurenda_template'
const lock = 7_513_002

/** Organizations made by this process. What the server keeps of one in memory is kept by its id, and the next database is another town. */
let made = 0
/** A test makes fewer of its own. */
const idsApart = 1_000

export interface TestDatabase {
  urls: RoleUrls
  superuserUrl: string
  owner: Pool
  engine: Pool
  /** As the engine, queries one behind the other: what gateways and the router use. */
  pipelined: Pool
  api: Pool
  /** An organization „Gmina Testowa” in Europe/Warsaw. */
  organizationId: number
  /** Its SMPP channel `operator`, which no gateway has opened. */
  channelId: number
  close(): Promise<void>
}

function database(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

/** A database of one's own, cloned from a migrated template; the first that asks in a run makes the template. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const root = inject('superuserUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer(root, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [lock])
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [template])
    if (rowCount === 0) await createTemplate(client, root)
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`)
    // The only thing that a copy does not bring with it.
    for (const grant of databaseGrants(name)) await client.query(grant)
  })
  const superuserUrl = database(root, name)
  const urls = roleUrls(superuserUrl, secrets)
  const owner = openPool(urls.owner, { max: 4, name: 'test-owner' })
  const engine = openPool(urls.engine, { max: 10, name: 'test-engine' })
  const pipelined = openPool(urls.engine, { max: 4, name: 'test-pipelined', pipeline: true })
  const api = openPool(urls.api, { max: 6, name: 'test-api' })
  return {
    urls,
    superuserUrl,
    owner,
    engine,
    pipelined,
    api,
    ...(await createOrganization(owner)),
    async close() {
      await Promise.all([owner.end(), engine.end(), pipelined.end(), api.end()])
      await onServer(root, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
    },
  }
}

/** Built under another name and renamed when it is whole, so that a run that ended half-way leaves no broken template. */
async function createTemplate(client: pg.Client, root: string): Promise<void> {
  const unfinished = `${template}_unfinished`
  await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`)
  await client.query(`CREATE DATABASE ${unfinished} TEMPLATE template0`)
  await migrate(database(root, unfinished), secrets)
  await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`)
}

async function createOrganization(owner: Pool): Promise<{ organizationId: number; channelId: number }> {
  const { rows } = await owner.query<{ organization_id: number; id: number }>(
    `WITH o AS (INSERT INTO organization (id, slug, name) OVERRIDING SYSTEM VALUE
       SELECT setval(pg_get_serial_sequence('organization', 'id'), $1), 'testowa', 'Gmina Testowa' RETURNING id)
     INSERT INTO channel (organization_id, name, type, config, sender)
     SELECT id, 'operator', 'smpp', '{}', '+48600100200' FROM o RETURNING organization_id, id`,
    [1 + idsApart * made++],
  )
  const found = rows[0]
  if (!found) throw new Error('no organization was made')
  return { organizationId: found.organization_id, channelId: found.id }
}

async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
