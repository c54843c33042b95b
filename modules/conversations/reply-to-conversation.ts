import { MAX_PARTS, measure } from '@kurenda/sms-text'
import { inOrganization, post, ring, type Client, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import type { Clock } from '#platform/clock'

export interface Reply {
  organizationId: number
  conversationId: number
  text: string
  /** Name of the member of staff. */
  author: string
}

/**
 * Writes the reply into the thread and asks the worker to send it (api role: a request may not queue messages itself). Returns
 * the entry's id. Who opted out of broadcasts may still be answered if they wrote again afterwards.
 * @throws Problem `not-found`, `recipient-opted-out`, `recipient-cannot-be-answered`, `text-empty`, `text-too-long`
 */
export async function replyToConversation(api: Pool, clock: Clock, reply: Reply): Promise<number> {
  const { organizationId, conversationId, text } = reply
  if (text.trim() === '') throw new Problem('text-empty')
  if (measure(text).parts > MAX_PARTS) throw new Problem('text-too-long', { limit: MAX_PARTS })
  const entryId = await inOrganization(api, organizationId, async (client) => {
    await checkRecipient(client, organizationId, conversationId)
    const at = clock.now()
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO conversation_entry (organization_id, conversation_id, direction, text, at, author)
       VALUES ($1, $2, 'out', $3, $4, $5) RETURNING id`,
      [organizationId, conversationId, text, at, reply.author],
    )
    const id = rows[0]?.id ?? 0
    await client.query(
      `UPDATE conversation SET state = 'answered', unread = 0, waiting_since = NULL, last_text = $3, last_at = greatest(last_at, $4)
       WHERE organization_id = $1 AND id = $2`,
      [organizationId, conversationId, text, at],
    )
    await post(client, organizationId, 'conversation.reply', { entryId: id })
    return id
  })
  ring(api, 'outbox')
  return entryId
}

async function checkRecipient(client: Client, organizationId: number, conversationId: number): Promise<void> {
  const { rows } = await client.query<{ value: string; refused: boolean }>(
    `SELECT a.value, EXISTS (
       SELECT FROM opt_out o WHERE o.organization_id = c.organization_id AND o.address_id = c.address_id AND NOT EXISTS (
         SELECT FROM conversation_entry e WHERE e.organization_id = c.organization_id AND e.conversation_id = c.id
           AND e.direction = 'in' AND e.at > o.at)) AS refused
     FROM conversation c JOIN address a ON a.organization_id = c.organization_id AND a.id = c.address_id
     WHERE c.organization_id = $1 AND c.id = $2 FOR UPDATE OF c`,
    [organizationId, conversationId],
  )
  const found = rows[0]
  if (!found) throw new Problem('not-found')
  if (!found.value.startsWith('+')) throw new Problem('recipient-cannot-be-answered')
  if (found.refused) throw new Problem('recipient-opted-out')
}
