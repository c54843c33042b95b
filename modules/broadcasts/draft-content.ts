import type { DraftContent } from '@kurenda/contract'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

/** A channel as a broadcast needs it. */
interface ChannelRow {
  id: number
  name: string
  sender: string
  /** Those that the provider has registered; none: any. */
  senders: string[]
}

/** @throws Problem channel-not-found; without a name it is the organization's first channel */
async function findChannel(
  client: Pick<Client, 'query'>,
  organizationId: number,
  name: string | undefined,
): Promise<ChannelRow> {
  const { rows } = await client.query<ChannelRow>(
    `SELECT id, name, sender, coalesce(config -> 'senders', '[]') AS senders FROM channel
     WHERE organization_id = $1 AND enabled AND ($2::text IS NULL OR name = $2) ORDER BY id LIMIT 1`,
    [organizationId, name ?? null],
  )
  if (!rows[0]) throw new Problem('channel-not-found', { channel: name ?? '' })
  return rows[0]
}

const senderShape = /^(\+?\d{3,15}|[A-Za-z0-9 ._-]{1,11})$/
const longestName = 120

/** What of a draft's content is kept in columns of its own. @throws Problem channel-not-found, sender-invalid, sender-not-allowed */
export async function toColumns(client: Pick<Client, 'query'>, organizationId: number, content: DraftContent) {
  const channel = await findChannel(client, organizationId, content.channel)
  const sender = content.sender ?? channel.sender
  if (!senderShape.test(sender)) throw new Problem('sender-invalid', { sender })
  // Said now rather than by twenty thousand refusals: the connector checks each message as well.
  if (channel.senders.length > 0 && !channel.senders.some((one) => withoutPlus(one) === withoutPlus(sender)))
    throw new Problem('sender-not-allowed', { sender, senders: channel.senders })
  return {
    name: (content.name ?? content.text.replace(/\s+/g, ' ').trim()).slice(0, longestName),
    template: content.text,
    translations: JSON.stringify(content.translations),
    channel_id: channel.id,
    sender,
    priority: content.priority,
    replies: content.replies,
    send_at: content.sendAt ?? null,
    audience: JSON.stringify(content.audience),
    unit_id: content.unit ?? null,
  }
}

function withoutPlus(sender: string): string {
  return sender.replace(/^\+/, '')
}

/** Numbers are pasted with spaces inside them, so only commas, semicolons and line ends part them. */
export function splitNumbers(pasted: string): string[] {
  return pasted
    .split(/[\n\r,;]+/)
    .map((number) => number.trim())
    .filter((number) => number !== '')
}
