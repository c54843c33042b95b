import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import type { StaffRole } from './permissions.ts'
import { placeInUnits } from './place-in-units.ts'

/**
 * Gives a person their place in the organization; their number among its staff. Whoever was let go comes back under the same.
 * @throws Problem `user-exists` where they work here already
 */
export async function employ(
  client: Client,
  organizationId: number,
  person: { userId: string; email: string; role: StaffRole; unitIds: readonly number[] },
): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO membership AS m (organization_id, user_id, role) VALUES ($1, $2, $3)
     ON CONFLICT (organization_id, user_id) DO UPDATE SET role = excluded.role, deactivated_at = NULL
       WHERE m.deactivated_at IS NOT NULL
     RETURNING id`,
    [organizationId, person.userId, person.role],
  )
  const staffId = rows[0]?.id
  if (staffId === undefined) throw new Problem('user-exists', { email: person.email })
  await placeInUnits(client, organizationId, staffId, person.unitIds)
  return staffId
}
