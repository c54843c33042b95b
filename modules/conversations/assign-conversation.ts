import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { holdConversation } from './change-conversation.ts'
import { checkStaff } from './check-staff.ts'

export interface Assignment {
  /** The version that was seen. */
  version: number
  /** Null takes it from whoever has it; undefined leaves that as it is. */
  userId?: string | null | undefined
  queueId?: number | null | undefined
}

/**
 * Gives a conversation to a member of staff, a queue, or both; to take it over is to give it to oneself (api role, in the
 * caller's transaction).
 * @throws Problem `not-found`, `conversation-changed`, `staff-not-found`, `queue-not-found`
 */
export async function assignConversation(
  client: Client,
  organizationId: number,
  id: number,
  { version, userId, queueId }: Assignment,
): Promise<void> {
  const held = await holdConversation(client, organizationId, id, version)
  if (typeof userId === 'string') await checkStaff(client, organizationId, [userId])
  if (typeof queueId === 'number') await checkQueue(client, organizationId, queueId)
  await client.query(
    `UPDATE conversation SET assignee = $3, queue_id = CASE WHEN $5 THEN $4::bigint ELSE queue_id END, version = version + 1
     WHERE organization_id = $1 AND id = $2`,
    [organizationId, id, userId === undefined ? held.assignee : userId, queueId ?? null, queueId !== undefined],
  )
}

async function checkQueue(client: Client, organizationId: number, id: number): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM queue WHERE organization_id = $1 AND id = $2', [
    organizationId,
    id,
  ])
  if (rowCount === 0) throw new Problem('queue-not-found')
}
