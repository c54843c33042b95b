import type { ChannelTracing } from '@kurenda/contract'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

/**
 * From now on, for so many minutes, every exchange of the channel is kept, not only what went wrong; 0 minutes end it. The
 * gateway notices within a second or two. @throws Problem not-found
 */
export async function traceChannel(
  client: Client,
  organizationId: number,
  channelId: number,
  minutes: number,
  now: Date,
): Promise<ChannelTracing> {
  const until = minutes === 0 ? null : new Date(now.getTime() + minutes * 60_000)
  const { rowCount } = await client.query(
    'UPDATE channel SET traced_until = $3 WHERE organization_id = $1 AND id = $2',
    [organizationId, channelId, until],
  )
  if (rowCount === 0) throw new Problem('not-found')
  return { tracedUntil: until?.toISOString() ?? null }
}
