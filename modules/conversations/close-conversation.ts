import type { Client } from '#platform/db'
import { holdConversation } from './change-conversation.ts'

/** The matter is done; a new text of the resident opens it again (api role). @throws Problem `not-found`, `conversation-changed` */
export async function closeConversation(
  client: Client,
  organizationId: number,
  id: number,
  version: number,
): Promise<void> {
  await holdConversation(client, organizationId, id, version)
  await client.query(
    `UPDATE conversation SET state = 'closed', unread = 0, waiting_since = NULL, due_at = NULL, snoozed_until = NULL, version = version + 1
     WHERE organization_id = $1 AND id = $2`,
    [organizationId, id],
  )
}

/** Staff take it up again; no resident waits, so no time is due (api role). @throws Problem `not-found`, `conversation-changed` */
export async function reopenConversation(
  client: Client,
  organizationId: number,
  id: number,
  version: number,
): Promise<void> {
  const held = await holdConversation(client, organizationId, id, version)
  if (held.state !== 'closed') return
  await client.query(
    `UPDATE conversation SET state = 'waiting', version = version + 1 WHERE organization_id = $1 AND id = $2`,
    [organizationId, id],
  )
}
