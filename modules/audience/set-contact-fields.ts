import { columnKey } from '@kurenda/sms-text'
import type { Client } from '#platform/db'

type Value = string | number | boolean | readonly string[] | { lat: number; lon: number } | { address: string } | null

/**
 * Writes what a person said of themselves into one field of the contacts at their address (engine role). The field is the office's
 * own of that name, however it is spelt, else a new one; null empties it. An address that belongs to nobody keeps nothing.
 */
export async function setContactFields(
  client: Client,
  organizationId: number,
  { addressId, field, value }: { addressId: number; field: string; value: Value },
): Promise<void> {
  const { rows } = await client.query<{ key: string }>('SELECT key FROM contact_field WHERE organization_id = $1', [
    organizationId,
  ])
  const key = rows.find((row) => columnKey(row.key) === columnKey(field))?.key ?? field
  await client.query(
    `UPDATE contact c SET fields = CASE WHEN $4::text IS NULL THEN c.fields - $3 ELSE c.fields || jsonb_build_object($3::text, $4::text) END,
       version = c.version + 1, updated_at = now()
     FROM contact_address ca WHERE ca.organization_id = $1 AND ca.address_id = $2 AND c.organization_id = $1 AND c.id = ca.contact_id
       AND c.trashed_at IS NULL`,
    [organizationId, addressId, key, value === null ? null : written(value)],
  )
}

function written(value: Exclude<Value, null>): string {
  if (typeof value !== 'object') return String(value)
  if ('address' in value) return value.address
  return 'lat' in value ? `${value.lat}, ${value.lon}` : value.join(', ')
}
