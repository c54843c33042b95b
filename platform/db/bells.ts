import pg from 'pg'
import type { Pool } from './pool.ts'

/** What another process may be woken for. The payload of `chunks` is the channel, or empty: any. */
export type Bell = 'outbox' | 'chunks' | 'inbound' | 'news'

/**
 * NOTIFY takes a lock at commit that all committers share (11.3 → 4.0 k commits/s), so it is never part of a
 * transaction that matters, and rings of the same pool within this time go out as one.
 */
const gatherMs = 20

const waiting = new WeakMap<Pool, Map<string, [Bell, string]>>()

/** Wakes the listeners of a bell, soon after. A lost ring is no harm: every listener also looks by itself now and then. */
export function ring(pool: Pool, bell: Bell, payload = ''): void {
  const rings = waiting.get(pool)
  if (rings) {
    rings.set(`${bell} ${payload}`, [bell, payload])
    return
  }
  waiting.set(pool, new Map([[`${bell} ${payload}`, [bell, payload]]]))
  setTimeout(() => {
    const due = [...(waiting.get(pool)?.values() ?? [])]
    waiting.delete(pool)
    if (pool.ending || pool.ended) return
    pool
      .query('SELECT pg_notify(b, p) FROM unnest($1::text[], $2::text[]) AS r(b, p)', [
        due.map(([name]) => `kurenda_${name}`),
        due.map(([, text]) => text.slice(0, 7000)),
      ])
      .catch(() => {})
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
