import type { Client, Pool } from '#platform/db'

export interface Membership {
  organizationId: number
  staffId: number
  role: string
  organization: string
  /** This organization asks for more than a password of whoever has this role. */
  needsSecondFactor: boolean
}

/** Where a person works, the organization they chose last first; without those that let them go. */
export async function findMemberships(db: Pool | Client, userId: string): Promise<Membership[]> {
  const { rows } = await db.query<Membership>(
    `SELECT organization_id AS "organizationId", staff_id AS "staffId", role, name AS organization,
       needs_second_factor AS "needsSecondFactor" FROM find_memberships($1)`,
    [userId],
  )
  return rows
}
