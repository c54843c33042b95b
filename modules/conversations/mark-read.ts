import { inOrganization, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'

/**
 * Staff have seen what is there (api role); it still waits for an answer. `userId`: who has seen the notes that name them.
 * @throws Problem `not-found`
 */
export async function markRead(
  api: Pool,
  organizationId: number,
  conversationId: number,
  seen?: { userId: string; at: Date },
): Promise<void> {
  const found = await inOrganization(api, organizationId, async (client) => {
    const { rowCount } = await client.query(
      'UPDATE conversation SET unread = 0 WHERE organization_id = $1 AND id = $2',
      [organizationId, conversationId],
    )
    if (seen)
      await client.query(
        `UPDATE conversation_mention SET seen_at = $4
         WHERE organization_id = $1 AND user_id = $2 AND conversation_id = $3 AND seen_at IS NULL`,
        [organizationId, seen.userId, conversationId, seen.at],
      )
    return rowCount === 1
  })
  if (!found) throw new Problem('not-found')
}
