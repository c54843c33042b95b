import type { invitation, StaffRole } from '@kurenda/contract'
import type { z } from 'zod'
import type { Client } from '#platform/db'

interface Row {
  id: number
  email: string | null
  name: string | null
  role: StaffRole
  unitIds: number[]
  createdAt: Date
  expiresAt: Date
}

const most = 500

/** Those that nobody accepted or revoked, the newest first, at most 500. */
export async function listInvitations(client: Client, organizationId: number): Promise<z.infer<typeof invitation>[]> {
  const { rows } = await client.query<Row>(
    `SELECT id, email, name, role, unit_ids AS "unitIds", created_at AS "createdAt", expires_at AS "expiresAt" FROM invitation
     WHERE organization_id = $1 AND accepted_at IS NULL AND revoked_at IS NULL ORDER BY id DESC LIMIT ${most}`,
    [organizationId],
  )
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }))
}
