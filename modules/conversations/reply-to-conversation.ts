import { MAX_PARTS, measure } from '@kurenda/sms-text'
import { post, type Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { answeringSender } from './answering-sender.ts'
import { holdConversation } from './change-conversation.ts'

export interface Reply {
  organizationId: number
  conversationId: number
  text: string
  /** Name of the member of staff. */
  author: string
  /** Their user id; null for a holder of an API key. */
  authorId: string | null
  /** Of the conversation as it was seen; undefined where that does not matter. */
  version?: number | undefined
  at: Date
}

/**
 * Writes the reply into the thread and asks the worker to send it (api role, in the caller's transaction: a request may not
 * queue messages itself; ring `outbox` after the commit). Returns the entry's id. Nobody's conversation becomes that of who
 * answers. Who opted out of broadcasts may still be answered if they wrote again afterwards.
 * @throws Problem `not-found`, `conversation-changed`, `recipient-opted-out`, `recipient-cannot-be-answered`,
 * `sender-cannot-be-answered`, `text-empty`, `text-too-long`
 */
export async function replyToConversation(client: Client, reply: Reply): Promise<number> {
  const { organizationId, conversationId, text, at } = reply
  if (text.trim() === '') throw new Problem('text-empty')
  if (measure(text).parts > MAX_PARTS) throw new Problem('text-too-long', { limit: MAX_PARTS })
  await holdConversation(client, organizationId, conversationId, reply.version)
  await checkRecipient(client, organizationId, conversationId)
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO conversation_entry (organization_id, conversation_id, direction, text, at, author, author_id)
     VALUES ($1, $2, 'out', $3, $4, $5, $6) RETURNING id`,
    [organizationId, conversationId, text, at, reply.author, reply.authorId],
  )
  const id = rows[0]?.id ?? 0
  await client.query(
    `UPDATE conversation c SET state = 'answered', unread = 0, waiting_since = NULL, due_at = NULL, last_text = $3,
       last_at = greatest(last_at, $4), staff_at = $4, version = version + 1,
       assignee = coalesce(assignee, (SELECT m.user_id FROM membership m WHERE m.organization_id = $1 AND m.user_id = $5))
     WHERE organization_id = $1 AND id = $2`,
    [organizationId, conversationId, text, at, reply.authorId],
  )
  await post(client, organizationId, 'conversation.reply', { entryId: id })
  return id
}

async function checkRecipient(client: Client, organizationId: number, conversationId: number): Promise<void> {
  const { rows } = await client.query<{ value: string; sender: string; ownNumber: string | null; refused: boolean }>(
    `SELECT a.value, ch.sender, c.own_number AS "ownNumber", EXISTS (
       SELECT FROM opt_out o WHERE o.organization_id = c.organization_id AND o.address_id = c.address_id AND NOT EXISTS (
         SELECT FROM conversation_entry e WHERE e.organization_id = c.organization_id AND e.conversation_id = c.id
           AND e.direction = 'in' AND e.at > o.at)) AS refused
     FROM conversation c JOIN address a ON a.organization_id = c.organization_id AND a.id = c.address_id
     JOIN channel ch ON ch.organization_id = c.organization_id AND ch.id = c.channel_id
     WHERE c.organization_id = $1 AND c.id = $2`,
    [organizationId, conversationId],
  )
  const found = rows[0]
  if (!found) throw new Problem('not-found')
  if (!found.value.startsWith('+')) throw new Problem('recipient-cannot-be-answered')
  if (answeringSender(found.sender, found.ownNumber) === null)
    throw new Problem('sender-cannot-be-answered', { sender: found.sender })
  if (found.refused) throw new Problem('recipient-opted-out')
}
