import type { Client } from '#platform/db'
import type { KnownMessage } from './known-messages.ts'
import { STATES, type MessageEvent } from './lifecycle.ts'

interface Row {
  organization_id: number
  sent_on: string
  id: number
  broadcast_id: number | null
  parts: number
  delivered_parts: number
  attempt: number
  text: string
  address: string
  receipts: { ref: string; state: string; text: string | null; code: string | null; at: string }[]
}

/**
 * A message whose submit was never answered has no reference, but its receipt names the number. Where exactly one
 * uncertain message to that number exists on the channel, and the receipt's text (when it has one) is the beginning of
 * the message's, the receipt is its. The receipts used are no longer parked.
 */
export async function findUncertain(
  client: Client,
  channelId: number,
): Promise<{ message: KnownMessage; event: MessageEvent; at: Date; reason: string | null }[]> {
  const { rows } = await client.query<Row>(
    `WITH uncertain AS MATERIALIZED (
       SELECT m.*, b.to_value, b.text, count(*) OVER (PARTITION BY b.to_value) AS same
       FROM message_trouble d JOIN message m ON m.organization_id = d.organization_id AND m.sent_on = d.sent_on AND m.id = d.message_id
       JOIN message_body b ON b.organization_id = d.organization_id AND b.sent_on = d.sent_on AND b.id = d.message_id
       WHERE d.channel_id = $1 AND d.state = ${STATES.uncertain.number})
     SELECT u.organization_id, u.sent_on, u.id, u.broadcast_id, u.parts, u.delivered_parts, u.text, u.to_value AS address, p.receipts
     FROM uncertain u, LATERAL (
       SELECT jsonb_agg(jsonb_build_object('ref', ref, 'state', state, 'text', text, 'code', code, 'at', at)) AS receipts
       FROM parked_receipt WHERE channel_id = $1 AND address = u.to_value AND ref = told) p
     WHERE u.same = 1 AND p.receipts IS NOT NULL LIMIT 1000`,
    [channelId],
  )
  const found = rows.flatMap((row) => {
    const own = row.receipts.filter((r) => isBeginning(r.text, row.text))
    const failed = own.find((r) => r.state !== 'delivered')
    const delivered = new Set(own.filter((r) => r.state === 'delivered').map((r) => r.ref))
    if (!failed && delivered.size < row.parts) return []
    const last = failed ?? own[0]
    if (!last) return []
    const event: MessageEvent = failed
      ? failed.state === 'expired'
        ? 'receiptExpired'
        : 'receiptFailed'
      : 'receiptDelivered'
    const message: KnownMessage = {
      organizationId: row.organization_id,
      sentOn: row.sent_on,
      id: row.id,
      broadcastId: row.broadcast_id,
      to: row.address,
      parts: row.parts,
      state: 'uncertain',
      attempt: row.attempt,
      deliveredParts: row.delivered_parts,
    }
    return [{ message, event, at: new Date(last.at), reason: last.code, refs: own.map((r) => r.ref) }]
  })
  const used = found.flatMap((f) => f.refs)
  if (used.length > 0)
    await client.query('DELETE FROM parked_receipt WHERE channel_id = $1 AND told = ANY($2)', [channelId, used])
  return found
}

/** Receipts repeat at most the first 20 characters, in an alphabet of their own: only plain letters are compared. */
function isBeginning(told: string | null, text: string): boolean {
  const plain = (value: string) => value.replace(/[^A-Za-z0-9]/g, '').toLowerCase()
  const start = plain(told ?? '').slice(0, 10)
  // Later parts repeat their own beginning.
  return start.length < 4 || plain(text).includes(start)
}
