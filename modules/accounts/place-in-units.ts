import type { Client } from '#platform/db'

/** Puts someone into exactly these units; those that are gone by now are left out. */
export async function placeInUnits(
  client: Client,
  organizationId: number,
  staffId: number,
  unitIds: readonly number[],
): Promise<void> {
  await client.query('DELETE FROM unit_member WHERE organization_id = $1 AND staff_id = $2', [organizationId, staffId])
  await client.query(
    `INSERT INTO unit_member (organization_id, unit_id, staff_id)
     SELECT organization_id, id, $2 FROM unit WHERE organization_id = $1 AND id = ANY($3::bigint[])`,
    [organizationId, staffId, unitIds],
  )
}
