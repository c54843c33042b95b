import type { Client } from '#platform/db'

/** The conversation that a message was written in; undefined for one of a broadcast. */
export async function findConversationOf(
  client: Client,
  organizationId: number,
  messageId: number,
): Promise<number | undefined> {
  const { rows } = await client.query<{ id: number }>(
    'SELECT conversation_id AS id FROM conversation_entry WHERE organization_id = $1 AND message_id = $2',
    [organizationId, messageId],
  )
  return rows[0]?.id
}
