import type { ChannelTrace } from '@kurenda/contract'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

interface Row {
  id: number
  at: Date
  direction: 'out' | 'in'
  operation: string
  result: string | null
  ok: boolean
  address: string | null
  message_id: number | null
  detail: string | null
}

/** What a channel and its provider said to each other, the latest first (api role). @throws Problem not-found */
export async function readTrace(
  client: Client,
  organizationId: number,
  channelId: number,
  page: { before: number | undefined; limit: number; errors: boolean },
): Promise<ChannelTrace> {
  const channel = await client.query<{ traced_until: Date | null }>(
    'SELECT traced_until FROM channel WHERE organization_id = $1 AND id = $2',
    [organizationId, channelId],
  )
  if (!channel.rows[0]) throw new Problem('not-found')
  const { rows } = await client.query<Row>(
    `SELECT id, at, direction, operation, result, ok, address, message_id, detail FROM channel_trace
     WHERE organization_id = $1 AND channel_id = $2 AND ($3::bigint IS NULL OR id < $3) AND NOT ($4 AND ok)
     ORDER BY id DESC LIMIT $5`,
    [organizationId, channelId, page.before ?? null, page.errors, page.limit + 1],
  )
  const items = rows.slice(0, page.limit)
  const last = items.at(-1)
  return {
    tracedUntil: channel.rows[0].traced_until?.toISOString() ?? null,
    items: items.map(({ message_id, at, ...row }) => ({ ...row, at: at.toISOString(), messageId: message_id })),
    next: last && rows.length > page.limit ? String(last.id) : null,
  }
}
