import type { DraftContent } from '@kurenda/contract'
import { findSendingChannel, refuseSender } from '#modules/messaging'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

const longestName = 120

/** What of a draft's content is kept in columns of its own. @throws Problem channel-not-found, sender-invalid, sender-not-allowed, unit-not-found */
export async function toColumns(
  client: Pick<Client, 'query'>,
  organizationId: number,
  content: DraftContent,
  question: { dialogueId: number; version: number } | null = null,
) {
  const channel = await findSendingChannel(client, organizationId, content.channel)
  if (!channel) throw new Problem('channel-not-found', { channel: content.channel ?? '' })
  const sender = content.sender ?? channel.sender
  const refusal = refuseSender(channel, sender)
  if (refusal) throw new Problem(refusal.code, refusal.params)
  if (content.unit !== undefined) await checkUnit(client, organizationId, content.unit)
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
    template_id: content.template?.id ?? null,
    template_version: content.template?.version ?? null,
    dialogue_id: question?.dialogueId ?? null,
    dialogue_version: question?.version ?? null,
  }
}

/** @throws Problem unit-not-found */
export async function checkUnit(client: Pick<Client, 'query'>, organizationId: number, id: number): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM unit WHERE organization_id = $1 AND id = $2 FOR KEY SHARE', [
    organizationId,
    id,
  ])
  if (rowCount === 0) throw new Problem('unit-not-found')
}

/** Numbers are pasted with spaces inside them, so only commas, semicolons and line ends part them. */
export function splitNumbers(pasted: string): string[] {
  return pasted
    .split(/[\n\r,;]+/)
    .map((number) => number.trim())
    .filter((number) => number !== '')
}
