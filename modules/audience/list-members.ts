import type { Client } from '#platform/db'

/** The people of some groups, one row an address, in a fixed order. */
export interface Member {
  addressId: number
  value: string
  fields: Record<string, string>
}

/** Everyone of the groups who has a number and is not in trash, at their first number. */
export async function listMembers(
  client: Client,
  organizationId: number,
  groupIds: readonly number[],
): Promise<Member[]> {
  const { rows } = await client.query<Member>(
    `SELECT DISTINCT ON (a.id) a.id AS "addressId", a.value,
       c.fields || jsonb_strip_nulls(jsonb_build_object('imię i nazwisko', c.name)) AS fields
     FROM group_member g
     JOIN contact c ON c.organization_id = g.organization_id AND c.id = g.contact_id AND c.trashed_at IS NULL
     JOIN address a ON a.organization_id = c.organization_id AND a.id = c.phone_id
     WHERE g.organization_id = $1 AND g.group_id = ANY($2) ORDER BY a.id, c.id`,
    [organizationId, groupIds],
  )
  return rows
}
