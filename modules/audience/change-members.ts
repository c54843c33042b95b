import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

/**
 * Adds contacts to a group; those in trash, and numbers that are no contacts, are passed over.
 * @returns how many were not in it before @throws Problem `not-found` where there is no such group
 */
export async function addMembers(
  client: Client,
  organizationId: number,
  groupId: number,
  contactIds: readonly number[],
  now: Date,
): Promise<number> {
  await holdGroup(client, organizationId, groupId)
  const { rowCount } = await client.query(
    `INSERT INTO group_member (organization_id, group_id, contact_id, added_at)
     SELECT $1, $2, c.id, $4 FROM contact c
     WHERE c.organization_id = $1 AND c.id = ANY($3) AND c.trashed_at IS NULL ORDER BY c.id ON CONFLICT DO NOTHING`,
    [organizationId, groupId, contactIds, now],
  )
  return rowCount ?? 0
}

/** @returns how many were in it @throws Problem `not-found` where there is no such group */
export async function removeMembers(
  client: Client,
  organizationId: number,
  groupId: number,
  contactIds: readonly number[],
): Promise<number> {
  await holdGroup(client, organizationId, groupId)
  const { rowCount } = await client.query(
    'DELETE FROM group_member WHERE organization_id = $1 AND group_id = $2 AND contact_id = ANY($3)',
    [organizationId, groupId, contactIds],
  )
  return rowCount ?? 0
}

/** Changes of one group take turns: two that add the same people in another order cannot wait for each other. */
async function holdGroup(client: Client, organizationId: number, groupId: number): Promise<void> {
  const { rowCount } = await client.query(
    'SELECT FROM contact_group WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE',
    [organizationId, groupId],
  )
  if (rowCount === 0) throw new Problem('not-found')
}
