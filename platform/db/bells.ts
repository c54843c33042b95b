import pg from 'pg'
import type { Pool } from './pool.ts'

/** What another process may be woken for. The payload of `chunks` is the channel, or empty: any. */
export type Bell = 'outbox' | 'chunks' | 'inbound' | 'news'

/**
 * NOTIFY takes a lock at commit that all committers share (11.3 → 4.0 k commits/s), so it is never part of a
 * transaction that matters, and after a bell has rung its next rings of the same pool are gathered for this time.
 */
const gatherMs = 20

const gathering = new WeakMap<Pool, Map<Bell, Set<string>>>()

/**
 * Wakes the listeners of a bell: at once, or with the others of the time in which rings are gathered. A lost ring is no harm: every
 * listener also looks by itself now and then.
 */
export function ring(pool: Pool, bell: Bell, payload = ''): void {
  const bells = gathering.get(pool) ?? new Map<Bell, Set<string>>()
  gathering.set(pool, bells)
  const gathered = bells.get(bell)
  if (gathered) gathered.add(payload)
  else sound(pool, bells, bell, [payload])
}

function sound(pool: Pool, bells: Map<Bell, Set<string>>, bell: Bell, payloads: readonly string[]): void {
  if (pool.ending || pool.ended) return
  const gathered = new Set<string>()
  bells.set(bell, gathered)
  pool
    .query('SELECT pg_notify($1, p) FROM unnest($2::text[]) AS r(p)', [
      `kurenda_${bell}`,
      payloads.map((payload) => payload.slice(0, 7000)),
    ])
    .catch(() => {})
  setTimeout(() => {
    bells.delete(bell)
    if (gathered.size > 0) sound(pool, bells, bell, [...gathered])
  }, gatherMs)
}

export type Handlers = Partial<Record<Bell, (payload: string) => void>>

const reconnectMs = 500

/** Listens on a connection of its own and keeps it. After each (re)connection every handler is called once, since rings may have been missed. */
export async function listen(url: string, handlers: Handlers): Promise<{ close(): Promise<void> }> {
  let closed = false
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined

  async function connect(): Promise<void> {
    const fresh = new pg.Client({ connectionString: url, application_name: 'kurenda-bells', keepAlive: true })
    fresh.on('error', () => {})
    fresh.on('end', retry)
    fresh.on('notification', ({ channel, payload }) => {
      handlers[channel.replace('kurenda_', '') as Bell]?.(payload ?? '')
    })
    client = fresh
    await fresh.connect()
    for (const bell of Object.keys(handlers)) await fresh.query(`LISTEN kurenda_${bell}`)
    for (const handler of Object.values(handlers)) handler('')
  }
  function retry(): void {
    if (closed || timer) return
    timer = setTimeout(() => {
      timer = undefined
      connect().catch(retry)
    }, reconnectMs)
  }
  try {
    await connect()
  } catch (error) {
    closed = true
    throw error
  }
  return {
    async close() {
      closed = true
      clearTimeout(timer)
      await client?.end().catch(() => {})
    },
  }
}
