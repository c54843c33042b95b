import type { StaffMember, StaffRole } from '@kurenda/contract'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

interface Row {
  id: number
  userId: string
  name: string
  email: string
  role: StaffRole
  unitIds: number[]
  active: boolean
  since: Date
}

const select = `SELECT m.id, m.user_id AS "userId", u.name, u.email, m.role, m.deactivated_at IS NULL AS active, m.created_at AS since,
    ARRAY(SELECT um.unit_id FROM unit_member um WHERE um.organization_id = m.organization_id AND um.staff_id = m.id ORDER BY um.unit_id) AS "unitIds"
  FROM membership m JOIN "user" u ON u.id = m.user_id WHERE m.organization_id = $1`

/** Everyone who works or worked here, the newest first. */
export async function listStaff(
  client: Client,
  organizationId: number,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: StaffMember[]; next: string | null }> {
  const before = Number(cursor ?? Number.MAX_SAFE_INTEGER)
  const { rows } = await client.query<Row>(`${select} AND m.id < $2 ORDER BY m.id DESC LIMIT $3`, [
    organizationId,
    Number.isSafeInteger(before) ? before : 0,
    limit + 1,
  ])
  const items = rows.slice(0, limit).map(present)
  return { items, next: rows.length > limit ? String(items.at(-1)?.id) : null }
}

/** @throws Problem `not-found` */
export async function readStaff(client: Client, organizationId: number, id: number): Promise<StaffMember> {
  const { rows } = await client.query<Row>(`${select} AND m.id = $2`, [organizationId, id])
  if (!rows[0]) throw new Problem('not-found')
  return present(rows[0])
}

function present(row: Row): StaffMember {
  return { ...row, since: row.since.toISOString() }
}
