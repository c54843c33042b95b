import type { Client } from '#platform/db'

export interface Membership {
  addressId: number
  groupId: number
}

/**
 * Everyone at the address joins the group; an address that belongs to nobody, or only to contacts in trash, gets an anonymous
 * contact first (engine role).
 */
export async function joinGroups(
  client: Client,
  organizationId: number,
  joins: readonly Membership[],
  at: Date,
): Promise<void> {
  if (joins.length === 0) return
  const addressIds = [...new Set(joins.map((join) => join.addressId))]
  await createAnonymousContacts(client, organizationId, addressIds)
  await client.query(
    `INSERT INTO group_member (organization_id, group_id, contact_id, added_at)
     SELECT DISTINCT $1::int, j.g, ca.contact_id, $4::timestamptz FROM unnest($2::bigint[], $3::bigint[]) AS j(a, g)
       JOIN contact_address ca ON ca.organization_id = $1 AND ca.address_id = j.a
       JOIN contact c ON c.organization_id = $1 AND c.id = ca.contact_id AND c.trashed_at IS NULL
       JOIN contact_group g ON g.organization_id = $1 AND g.id = j.g
     ORDER BY j.g, ca.contact_id ON CONFLICT DO NOTHING`,
    [organizationId, joins.map((j) => j.addressId), joins.map((j) => j.groupId), at],
  )
}

async function createAnonymousContacts(
  client: Client,
  organizationId: number,
  addressIds: readonly number[],
): Promise<void> {
  const { rows } = await client.query<{ id: number }>(
    `SELECT a.id FROM unnest($2::bigint[]) AS a(id)
     WHERE NOT EXISTS (
       SELECT FROM contact_address ca JOIN contact c ON c.organization_id = $1 AND c.id = ca.contact_id AND c.trashed_at IS NULL
       WHERE ca.organization_id = $1 AND ca.address_id = a.id) ORDER BY a.id`,
    [organizationId, addressIds],
  )
  if (rows.length === 0) return
  const made = await client.query<{ id: number }>(
    'INSERT INTO contact (organization_id) SELECT $1 FROM generate_series(1, $2) RETURNING id',
    [organizationId, rows.length],
  )
  await client.query(
    `INSERT INTO contact_address (organization_id, contact_id, address_id)
     SELECT $1, c, a FROM unnest($2::bigint[], $3::bigint[]) AS p(c, a)`,
    [organizationId, made.rows.map((row) => row.id), rows.map((row) => row.id)],
  )
}

/** Everyone at the address leaves the group. */
export async function leaveGroups(
  client: Client,
  organizationId: number,
  leaves: readonly Membership[],
): Promise<void> {
  if (leaves.length === 0) return
  await client.query(
    `DELETE FROM group_member m USING unnest($2::bigint[], $3::bigint[]) AS l(a, g), contact_address ca
     WHERE m.organization_id = $1 AND m.group_id = l.g AND ca.organization_id = $1 AND ca.address_id = l.a
       AND m.contact_id = ca.contact_id`,
    [organizationId, leaves.map((l) => l.addressId), leaves.map((l) => l.groupId)],
  )
}
