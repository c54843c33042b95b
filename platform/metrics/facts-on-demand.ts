import type { Client, Pool } from '#platform/db'
import { transaction } from '#platform/db'

/** Nobody waits longer for a metric, and no scrape burdens the database for longer. */
const timeoutMs = 2_000

/**
 * Facts that only the database knows, read when somebody asks: callers that come while a reading runs share it, and its
 * statements are cut off after two seconds. Undefined where they could not be read.
 */
export function factsOnDemand<Facts>(
  pool: Pool,
  read: (client: Client) => Promise<Facts>,
  onError: (error: unknown) => void,
): () => Promise<Facts | undefined> {
  let running: Promise<Facts | undefined> | undefined
  return () => {
    running ??= transaction(pool, async (client) => {
      await client.query(`SET LOCAL statement_timeout = ${timeoutMs}; SET LOCAL transaction_read_only = on`)
      return read(client)
    })
      .catch((error: unknown) => void onError(error))
      .finally(() => (running = undefined))
    return running
  }
}
