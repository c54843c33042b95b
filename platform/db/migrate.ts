import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'
import { rolesSql, type RoleSecrets } from './create-roles.ts'

export interface RoleUrls {
  owner: string
  engine: string
  api: string
}

const folder = new URL('../../migrations/', import.meta.url)
/** Any constant will do; it keeps two starting processes from migrating at once. */
const lock = 7_513_001

function withRole(url: string, user: string, password: string): string {
  const changed = new URL(url)
  changed.username = user
  changed.password = password
  return changed.href
}

/** The addresses of the three roles on the server of `url`. */
export function roleUrls(url: string, secrets: RoleSecrets): RoleUrls {
  return {
    owner: withRole(url, 'kurenda_owner', secrets.owner),
    engine: withRole(url, 'kurenda_engine', secrets.engine),
    api: withRole(url, 'kurenda_api', secrets.api),
  }
}

async function createRoles(superuserUrl: string, secrets: RoleSecrets): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  const statements = rolesSql(secrets, client.database ?? 'kurenda')
  try {
    await client.query('BEGIN')
    for (const statement of statements) await client.query(statement)
    await client.query('COMMIT')
  } catch (error) {
    const forbidden = error instanceof pg.DatabaseError && error.code === '42501'
    if (!forbidden) throw error
    if (await administratorDidIt(roleUrls(superuserUrl, secrets))) return
    throw new Error(`The database user may not create roles. Let its administrator run:\n${statements.join(';\n')};`, {
      cause: error,
    })
  } finally {
    await client.end()
  }
}

/** Whether the three roles can sign in here and the owner can build: what rolesSql is for. */
async function administratorDidIt(urls: RoleUrls): Promise<boolean> {
  const can = async (url: string, condition: string) => {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      const { rows } = await client.query<{ can: boolean }>(`SELECT ${condition} AS can`)
      return rows[0]?.can === true
    } catch {
      return false
    } finally {
      await client.end()
    }
  }
  const build = `has_database_privilege(current_database(), 'CREATE') AND has_schema_privilege('public', 'CREATE')
    AND (SELECT count(*) = 2 FROM pg_extension WHERE extname IN ('unaccent', 'pg_trgm'))`
  return (await Promise.all([can(urls.owner, build), can(urls.engine, 'true'), can(urls.api, 'true')])).every(Boolean)
}

async function migrationFiles(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
}

async function applyMissing(ownerUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  const applied: string[] = []
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lock])
    await client.query(
      'CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
    )
    const { rows } = await client.query<{ name: string }>('SELECT name FROM migration')
    const done = new Set(rows.map((row) => row.name))
    for (const name of await migrationFiles()) {
      if (done.has(name)) continue
      const sql = await readFile(new URL(name, folder), 'utf8')
      await client.query('BEGIN')
      try {
        await client.query(sql)
        await client.query('INSERT INTO migration (name) VALUES ($1)', [name])
        await client.query('COMMIT')
      } catch (error) {
        await client.query('ROLLBACK')
        throw new Error(`Migration ${name} failed`, { cause: error })
      }
      applied.push(name)
    }
    return applied
  } finally {
    await client.end()
  }
}

/** Creates the three roles and brings the schema up to date. Safe to call at every start and by several processes at once. */
export async function migrate(
  superuserUrl: string,
  secrets: RoleSecrets,
): Promise<{ applied: string[]; urls: RoleUrls }> {
  await createRoles(superuserUrl, secrets)
  const urls = roleUrls(superuserUrl, secrets)
  return { applied: await applyMissing(urls.owner), urls }
}
