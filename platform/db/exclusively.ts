import pg from 'pg'
import type { Pool } from './pool.ts'

/** Connections that one process spends on this at the same time. */
const most = 20
let held = 0

/**
 * Does the work unless someone else, in any process, does the work of that name at this moment, or too much such work goes on in
 * this one: then `busy`. The lock has a connection of its own, without a transaction: the work may take its time, and a
 * pool whose connections all held a lock would have none left to do the work with.
 */
export async function exclusively<Result>(
  pool: Pool,
  name: string,
  work: () => Promise<Result>,
): Promise<Result | 'busy'> {
  if (held >= most) return 'busy'
  held++
  const holder = new pg.Client(pool.options)
  // A lost connection gives the lock away; what it guards is also checked in the work's own transactions.
  holder.on('error', () => {})
  try {
    await holder.connect()
    const { rows } = await holder.query<{ mine: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS mine',
      [name],
    )
    return rows[0]?.mine ? await work() : 'busy'
  } finally {
    held--
    await holder.end()
  }
}
