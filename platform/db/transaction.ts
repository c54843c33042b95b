import { isPipelined } from './in-one-go.ts'
import type { Client, Pool } from './pool.ts'

const tries = 5

function isTransient(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === '40P01' || code === '40001'
}

/** Runs `work` in one transaction; after a deadlock or a serialization failure it is run again, at most five times in all. */
export async function transaction<T>(pool: Pool, work: (client: Client) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect()
    let broken: Error | undefined
    try {
      const begun = client.query('BEGIN')
      // It leaves together with the first query; where it fails, that fails too.
      if (isPipelined(client)) begun.catch(() => {})
      else await begun
      const result = await work(client)
      await client.query('COMMIT')
      return result
    } catch (error) {
      await client.query('ROLLBACK').catch((lost: Error) => (broken = lost))
      if (attempt === tries || !isTransient(error)) throw error
    } finally {
      client.release(broken)
    }
  }
}

/** A transaction that sees and writes only what belongs to one organization: row-level security holds it, not the query. */
export async function inOrganization<T>(
  api: Pool,
  organizationId: number,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  return transaction(api, async (client) => {
    await client.query("SELECT set_config('kurenda.organization', $1, true)", [String(organizationId)])
    return work(client)
  })
}
