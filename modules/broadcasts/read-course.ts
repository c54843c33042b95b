import { stateNames, type Totals } from '#modules/messaging'
import type { Client } from '#platform/db'

export interface Reading {
  at: Date
  totals: Totals
}

/**
 * How a broadcast stood at instants of its sending, oldest first; it begins with everybody waiting. Nothing where it has not
 * begun.
 */
export async function readCourse(
  client: Client,
  organizationId: number,
  broadcast: { id: number; recipients: number; startedAt: string | null },
): Promise<Reading[]> {
  if (broadcast.startedAt === null) return []
  const { rows } = await client.query<{ at: Date; counts: number[] }>(
    'SELECT at, counts FROM broadcast_reading WHERE organization_id = $1 AND broadcast_id = $2 ORDER BY at',
    [organizationId, broadcast.id],
  )
  return [{ at: new Date(broadcast.startedAt), counts: [] }, ...rows].map(({ at, counts }) => {
    const totals = Object.fromEntries(stateNames.map((name, i) => [name, counts[i] ?? 0])) as Totals
    // Whoever has no message yet waits as well.
    const made = counts.reduce((sum, count) => sum + count, 0)
    return { at, totals: { ...totals, queued: totals.queued + Math.max(0, broadcast.recipients - made) } }
  })
}
