import type { Client, Pool } from '#platform/db'

export interface Membership {
  organizationId: number
  staffId: number
  role: string
  organization: string
}

/** Where a person works, the organization they chose last first; without those that let them go. */
export async function findMemberships(db: Pool | Client, userId: string): Promise<Membership[]> {
  const { rows } = await db.query<Membership>(
    `SELECT organization_id AS "organizationId", staff_id AS "staffId", role, name AS organization FROM find_memberships($1)`,
    [userId],
  )
  return rows
}
