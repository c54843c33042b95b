import { measure } from '@kurenda/sms-text'
import { queueMessages } from '#modules/messaging'
import type { Clock } from '#platform/clock'
import { ring, transaction, type Pool } from '#platform/db'
import { answeringSender } from './answering-sender.ts'

interface Row {
  text: string
  message_id: number | null
  conversation_id: number
  address_id: number
  value: string
  channel_id: number
  sender: string
  own_number: string | null
  sent_on: string
}

/**
 * The worker's answer to the news `conversation.reply` (engine role): queues the message from a number of ours that can be
 * answered, ahead of any broadcast. Told twice, it sends once.
 */
export async function sendReply(
  pool: Pool,
  clock: Clock,
  organizationId: number,
  { entryId }: { entryId: number },
): Promise<void> {
  const now = clock.now()
  const sent = await transaction(pool, async (client) => {
    const { rows } = await client.query<Row>(
      `SELECT e.text, e.message_id, e.conversation_id, c.address_id, a.value, c.channel_id, ch.sender, c.own_number,
         ($3::timestamptz AT TIME ZONE o.time_zone)::date AS sent_on
       FROM conversation_entry e
       JOIN conversation c ON c.organization_id = e.organization_id AND c.id = e.conversation_id
       JOIN address a ON a.organization_id = c.organization_id AND a.id = c.address_id
       JOIN channel ch ON ch.organization_id = c.organization_id AND ch.id = c.channel_id
       JOIN organization o ON o.id = e.organization_id
       WHERE e.organization_id = $1 AND e.id = $2 AND e.direction = 'out' FOR UPDATE OF e`,
      [organizationId, entryId, now],
    )
    const row = rows[0]
    if (!row || row.message_id !== null) return undefined
    const { text } = row
    const [messageId] = await queueMessages(client, {
      organizationId,
      sentOn: row.sent_on,
      broadcastId: null,
      direct: true,
      channelId: row.channel_id,
      priority: 'interactive',
      notBefore: now,
      messages: [
        {
          addressId: row.address_id,
          to: row.value,
          from: answeringSender(row.sender, row.own_number) ?? row.sender,
          text,
          parts: measure(text).parts,
          validitySeconds: null,
        },
      ],
    })
    await client.query(
      'UPDATE conversation_entry SET message_id = $3, sent_on = $4 WHERE organization_id = $1 AND id = $2',
      [organizationId, entryId, messageId, row.sent_on],
    )
    return row
  })
  if (!sent) return
  ring(pool, 'chunks', String(sent.channel_id))
  ring(pool, 'news', `conversation ${organizationId} ${sent.conversation_id}`)
}
