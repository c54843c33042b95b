import { afterQuietHours } from '#modules/messaging'
import { post, type Client } from '#platform/db'
import { Problem } from '#platform/errors'

export type Steering = 'pause' | 'resume' | 'cancel'

const moves: Record<Steering, { from: readonly string[]; to: string }> = {
  pause: { from: ['scheduled', 'expanding', 'sending'], to: 'paused' },
  resume: { from: ['paused'], to: 'scheduled' },
  cancel: { from: ['draft', 'review', 'approved', 'scheduled', 'expanding', 'sending', 'paused'], to: 'cancelled' },
}

export interface Resume {
  now: Date
  /** `send`: at night, all the same. */
  quietHours?: 'hold' | 'send'
}

/**
 * Lets a paused broadcast go on; at night only where that is said.
 * @throws Problem not-found, broadcast-state, quiet-hours
 */
export async function resumeBroadcast(
  client: Client,
  organizationId: number,
  broadcastId: number,
  { now, quietHours }: Resume,
): Promise<void> {
  const { rows } = await client.query<{ priority: string; timeZone: string; from: string; until: string }>(
    `SELECT b.priority, o.time_zone AS "timeZone", o.quiet_from::text AS "from", o.quiet_until::text AS until
     FROM broadcast b JOIN organization o ON o.id = b.organization_id WHERE b.organization_id = $1 AND b.id = $2`,
    [organizationId, broadcastId],
  )
  const found = rows[0]
  if (!found) throw new Problem('not-found')
  const isQuiet = found.priority !== 'emergency' && afterQuietHours(now, found) > now
  if (isQuiet && quietHours !== 'send')
    throw new Problem('quiet-hours', { from: found.from.slice(0, 5), until: found.until.slice(0, 5) })
  await steerBroadcast(client, organizationId, broadcastId, 'resume')
}

/**
 * Pauses, resumes or cancels (api role, inside `inOrganization`). Messages are never updated in bulk: gateways look at
 * the broadcast's state when they read a chunk and again just before each submit.
 */
export async function steerBroadcast(
  client: Client,
  organizationId: number,
  broadcastId: number,
  steering: Steering,
): Promise<void> {
  const { from, to } = moves[steering]
  const { rowCount } = await client.query(
    'UPDATE broadcast SET state = $3 WHERE organization_id = $1 AND id = $2 AND state = ANY($4)',
    [organizationId, broadcastId, to, from],
  )
  if (rowCount === 0) {
    const { rowCount: exists } = await client.query('SELECT FROM broadcast WHERE organization_id = $1 AND id = $2', [
      organizationId,
      broadcastId,
    ])
    throw new Problem(exists === 0 ? 'not-found' : 'broadcast-state', {})
  }
  await post(client, organizationId, steering === 'resume' ? 'broadcast.due' : 'broadcast.changed', { broadcastId })
}
