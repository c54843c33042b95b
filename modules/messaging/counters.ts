import type { Client, Pool } from '#platform/db'
import { stateName, stateNames, stateNumber, type StateName } from './lifecycle.ts'

export interface CounterChange {
  organizationId: number
  broadcastId: number
  state: StateName
  by: number
}

/** Moves the kept counters, in one order, so that two writers cannot wait for each other. */
export async function addToCounters(client: Client, changes: readonly CounterChange[]): Promise<void> {
  const wanted = changes.filter((change) => change.by !== 0)
  if (wanted.length === 0) return
  await client.query(
    `INSERT INTO broadcast_counter (organization_id, broadcast_id, state, count)
     SELECT o, b, s, n FROM unnest($1::int[], $2::bigint[], $3::smallint[], $4::int[]) AS c(o, b, s, n) ORDER BY o, b, s
     ON CONFLICT (organization_id, broadcast_id, state) DO UPDATE SET count = broadcast_counter.count + excluded.count`,
    [
      wanted.map((c) => c.organizationId),
      wanted.map((c) => c.broadcastId),
      wanted.map((c) => stateNumber(c.state)),
      wanted.map((c) => c.by),
    ],
  )
}

export type Totals = Record<StateName, number>

/** How many messages of each broadcast are in each state, from the kept counters. */
export async function totals(
  client: Client | Pool,
  organizationId: number,
  broadcastIds: readonly number[],
): Promise<Map<number, Totals>> {
  const { rows } = await client.query<{ broadcast_id: number; state: number; count: number }>(
    'SELECT broadcast_id, state, count FROM broadcast_counter WHERE organization_id = $1 AND broadcast_id = ANY($2)',
    [organizationId, broadcastIds],
  )
  const all = new Map(broadcastIds.map((id) => [id, emptyTotals()]))
  for (const row of rows) {
    const found = all.get(row.broadcast_id)
    if (found) found[stateName(row.state)] = row.count
  }
  return all
}

export function emptyTotals(): Totals {
  return Object.fromEntries(stateNames.map((name) => [name, 0])) as Totals
}
