import { inOrganization, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'

/** Staff have seen what is there (api role); it still waits for an answer. @throws Problem `not-found` */
export async function markRead(api: Pool, organizationId: number, conversationId: number): Promise<void> {
  const found = await inOrganization(api, organizationId, async (client) => {
    const { rowCount } = await client.query(
      'UPDATE conversation SET unread = 0 WHERE organization_id = $1 AND id = $2',
      [organizationId, conversationId],
    )
    return rowCount === 1
  })
  if (!found) throw new Problem('not-found')
}
