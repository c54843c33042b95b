import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

/** Any role. @throws Problem `staff-not-found` where one of them does not work here, or no more */
export async function checkStaff(client: Client, organizationId: number, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return
  const { rows } = await client.query<{ id: string }>(
    'SELECT user_id AS id FROM membership WHERE organization_id = $1 AND user_id = ANY($2) AND deactivated_at IS NULL',
    [organizationId, userIds],
  )
  const known = new Set(rows.map(({ id }) => id))
  const unknown = userIds.filter((id) => !known.has(id))
  if (unknown.length > 0) throw new Problem('staff-not-found', { users: unknown })
}
