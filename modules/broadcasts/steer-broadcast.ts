import { post, type Client } from '#platform/db'
import { Problem } from '#platform/errors'

export type Steering = 'pause' | 'resume' | 'cancel'

const moves: Record<Steering, { from: readonly string[]; to: string }> = {
  pause: { from: ['scheduled', 'expanding', 'sending'], to: 'paused' },
  resume: { from: ['paused'], to: 'scheduled' },
  cancel: { from: ['draft', 'scheduled', 'expanding', 'sending', 'paused'], to: 'cancelled' },
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
