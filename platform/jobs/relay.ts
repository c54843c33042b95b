import { transaction, type Pool } from '#platform/db'
import { every } from './every.ts'

/** One line of the outbox. */
export interface News {
  organizationId: number
  kind: string
  payload: unknown
}

export interface Relay {
  /** There may be news. */
  wake(): void
  stop(): Promise<void>
}

const most = 100
const pollMs = 1_000

/**
 * Brings the outbox to its handler, each line at least once and deleted only after the handler is done with it. With
 * SKIP LOCKED several relays share the work, and late commits are never missed, as "id > last" would.
 */
export function startRelay(
  engine: Pool,
  handle: (news: News) => Promise<void>,
  onError: (error: unknown) => void,
): Relay {
  return every(
    pollMs,
    async () => {
      while ((await drain(engine, handle)) === most);
    },
    onError,
  )
}

async function drain(engine: Pool, handle: (news: News) => Promise<void>): Promise<number> {
  return transaction(engine, async (client) => {
    const { rows } = await client.query<{ organization_id: number; kind: string; payload: unknown }>(
      `DELETE FROM outbox WHERE id IN (SELECT id FROM outbox ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING id, organization_id, kind, payload`,
      [most],
    )
    for (const row of rows) await handle({ organizationId: row.organization_id, kind: row.kind, payload: row.payload })
    return rows.length
  })
}
