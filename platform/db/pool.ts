import pg from 'pg'

export type Pool = pg.Pool
export type Client = pg.PoolClient

const types = new pg.TypeOverrides()
// Ids stay far below 2^53; dates are calendar days and have no zone.
types.setTypeParser(pg.types.builtins.INT8, Number)
types.setTypeParser(pg.types.builtins.DATE, (value) => value)
types.setTypeParser(1016, (value) => (value === '{}' ? [] : value.slice(1, -1).split(',').map(Number))) // int8[]

/**
 * A pool of connections under one database role. A lost idle connection is replaced, not fatal.
 * @param options `idleInTransactionMs`: a transaction in which its process says nothing for so long is ended by PostgreSQL, with
 * its locks; default: never. `byKey`: prepared statements look rows up by an index even where they were planned while
 * the table was empty; such plans are kept while it grows. `pipeline`: queries are sent before the answers to the earlier ones came
 * (see inOneGo); no COPY then.
 */
export function openPool(
  url: string,
  options: { max?: number; name: string; idleInTransactionMs?: number; byKey?: boolean; pipeline?: boolean },
): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.name,
    connectionTimeoutMillis: 10_000,
    ...(options.idleInTransactionMs !== undefined && {
      idle_in_transaction_session_timeout: options.idleInTransactionMs,
    }),
    ...(options.byKey && { options: '-c enable_seqscan=off' }),
    pipeline: options.pipeline ?? false,
    types,
  })
  pool.on('error', () => {})
  // A connection that breaks between two queries of a transaction has nobody else who listens, and would end the process:
  // in two restarts of PostgreSQL a gateway lost 1,050 messages' fates so. The next query on it fails, which is enough.
  pool.on('connect', (client) => void client.on('error', () => {}))
  return pool
}
