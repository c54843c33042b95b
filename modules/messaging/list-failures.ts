import type { Client } from '#platform/db'
import { totals } from './counters.ts'
import { stateName, stateNumber } from './lifecycle.ts'

export interface Failure {
  state: 'failed' | 'expired' | 'uncertain'
  /** As the provider said it; empty where it said nothing. */
  reason: string
  count: number
}

const states = ['failed', 'expired', 'uncertain'] as const

/**
 * Why messages of a broadcast did not arrive, the most frequent first; at most 100 reasons. The kept counters say whether there
 * is anything to look for: a broadcast without failures costs nothing.
 */
export async function listFailures(client: Client, organizationId: number, broadcastId: number): Promise<Failure[]> {
  const counted = (await totals(client, organizationId, [broadcastId])).get(broadcastId)
  if (!counted || states.every((state) => counted[state] === 0)) return []
  const { rows } = await client.query<{ state: number; reason: string; count: number }>(
    `SELECT state, coalesce(reason, '') AS reason, count(*)::int AS count FROM message_trouble
     WHERE organization_id = $1 AND broadcast_id = $2 AND state = ANY($3)
     GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 100`,
    [organizationId, broadcastId, states.map(stateNumber)],
  )
  return rows.flatMap(({ state, reason, count }) => {
    const name = states.find((known) => known === stateName(state))
    return name ? { state: name, reason, count } : []
  })
}
