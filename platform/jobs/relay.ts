import type { Clock } from '#platform/clock'
import { transaction, type Client, type Pool } from '#platform/db'
import { every } from '#platform/clock'

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
/** A line whose handler failed waits: a second, then twice as long each time, at most a minute. */
const firstPauseMs = 1_000
const longestPauseMs = 60_000

interface Outcome {
  id: number
  error?: unknown
}

interface Failed {
  pauseMs: number
  until: number
}

/**
 * Brings the outbox to its handler, each line at least once and deleted only after the handler is done with it; one that
 * fails is told, waits and holds up no other. With SKIP LOCKED several relays share the work, and late commits are never
 * missed, as "id > last" would.
 */
export function startRelay(
  engine: Pool,
  clock: Pick<Clock, 'monotonic'>,
  handle: (news: News) => Promise<void>,
  onError: (error: unknown) => void,
): Relay {
  const failed = new Map<number, Failed>()

  async function drain(): Promise<number> {
    const now = clock.monotonic()
    const resting = [...failed].filter(([, { until }]) => until > now).map(([id]) => id)
    const outcomes: Outcome[] = []
    const taken = await transaction(engine, async (client) => {
      outcomes.length = 0
      return handleSome(client, resting, outcomes)
    })
    for (const outcome of outcomes) {
      const pauseMs = Math.min((failed.get(outcome.id)?.pauseMs ?? firstPauseMs / 2) * 2, longestPauseMs)
      failed.delete(outcome.id)
      if (!('error' in outcome)) continue
      failed.set(outcome.id, { pauseMs, until: clock.monotonic() + pauseMs })
      onError(outcome.error)
    }
    return taken
  }

  async function handleSome(client: Client, resting: readonly number[], outcomes: Outcome[]): Promise<number> {
    const { rows } = await client.query<{ id: number; organization_id: number; kind: string; payload: unknown }>(
      `SELECT id, organization_id, kind, payload FROM outbox WHERE id <> ALL($2::bigint[])
       ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED`,
      [most, resting],
    )
    for (const { id, organization_id: organizationId, kind, payload } of rows)
      outcomes.push(
        await handle({ organizationId, kind, payload }).then(
          () => ({ id }),
          (error: unknown) => ({ id, error }),
        ),
      )
    const done = outcomes.filter((outcome) => !('error' in outcome)).map(({ id }) => id)
    await client.query('DELETE FROM outbox WHERE id = ANY($1)', [done])
    return rows.length
  }

  return every(
    pollMs,
    async () => {
      while ((await drain()) === most);
    },
    onError,
  )
}
