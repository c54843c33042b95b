import type { Client } from '#platform/db'
import type { ItemOf } from './items.ts'
import type { KnownMessage } from './known-messages.ts'
import { STATES } from './lifecycle.ts'

/** The uncertain messages that late answers name, by number. */
export async function findAnsweredLate(
  client: Client,
  late: readonly ItemOf<'late'>[],
): Promise<Map<number, KnownMessage>> {
  const { rows } = await client.query<{
    organization_id: number
    sent_on: string
    id: number
    broadcast_id: number | null
    to_value: string
    parts: number
    delivered_parts: number
    attempt: number
  }>(
    `SELECT m.organization_id, m.sent_on, m.id, m.broadcast_id, b.to_value, m.parts, m.delivered_parts, m.attempt
     FROM unnest($1::int[], $2::int[], $3::bigint[]) AS u(o, c, id)
     JOIN message_trouble d ON d.organization_id = u.o AND d.message_id = u.id AND d.channel_id = u.c AND d.state = ${STATES.uncertain.number}
     JOIN message m ON m.organization_id = d.organization_id AND m.sent_on = d.sent_on AND m.id = d.message_id
     JOIN message_body b ON b.organization_id = m.organization_id AND b.sent_on = m.sent_on AND b.id = m.id`,
    [late.map((item) => item.organizationId), late.map((item) => item.channelId), late.map((item) => item.answer.id)],
  )
  return new Map(
    rows.map((row) => [
      row.id,
      {
        organizationId: row.organization_id,
        sentOn: row.sent_on,
        id: row.id,
        broadcastId: row.broadcast_id,
        to: row.to_value,
        parts: row.parts,
        state: 'uncertain',
        attempt: row.attempt,
        deliveredParts: row.delivered_parts,
      },
    ]),
  )
}
