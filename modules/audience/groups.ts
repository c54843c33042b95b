import type { Client } from '#platform/db'

export interface Group {
  id: number
  name: string
  keyword: string | null
  members: number
}

/** All groups of the organization with the number of their members. */
export async function listGroups(client: Client, organizationId: number): Promise<Group[]> {
  const { rows } = await client.query<Group>(
    `SELECT g.id, g.name, g.keyword,
       (SELECT count(*)::int FROM group_member m WHERE m.organization_id = g.organization_id AND m.group_id = g.id) AS members
     FROM contact_group g WHERE g.organization_id = $1 ORDER BY g.name`,
    [organizationId],
  )
  return rows
}

/** The people of some groups, one row an address, in a fixed order. */
export interface Member {
  addressId: number
  value: string
  fields: Record<string, string>
}

export async function listMembers(
  client: Client,
  organizationId: number,
  groupIds: readonly number[],
): Promise<Member[]> {
  const { rows } = await client.query<Member>(
    `SELECT DISTINCT ON (a.id) a.id AS "addressId", a.value,
       c.fields || jsonb_strip_nulls(jsonb_build_object('imię i nazwisko', c.name)) AS fields
     FROM group_member g
     JOIN contact_address ca ON ca.organization_id = g.organization_id AND ca.contact_id = g.contact_id
     JOIN address a ON a.organization_id = ca.organization_id AND a.id = ca.address_id AND a.kind = 'phone'
     JOIN contact c ON c.organization_id = g.organization_id AND c.id = g.contact_id
     WHERE g.organization_id = $1 AND g.group_id = ANY($2) ORDER BY a.id, c.id`,
    [organizationId, groupIds],
  )
  return rows
}
