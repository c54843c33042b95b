import { type Client, copyInto } from '#platform/db'

/** Numbers to their address rows, made where they are new. In the caller's transaction (engine role). */
export async function upsertAddresses(
  client: Client,
  organizationId: number,
  values: readonly string[],
): Promise<Map<string, number>> {
  if (values.length === 0) return new Map()
  await client.query('CREATE TEMP TABLE IF NOT EXISTS wanted_address (value text) ON COMMIT DELETE ROWS')
  await client.query('TRUNCATE wanted_address')
  await copyInto(
    client,
    'wanted_address',
    ['value'],
    values.map((value) => [value]),
  )
  // Sorted, so that two lists with the same numbers cannot wait for each other.
  await client.query(
    `INSERT INTO address (organization_id, kind, value)
     SELECT DISTINCT $1::int, 'phone', w.value FROM wanted_address w
     WHERE NOT EXISTS (SELECT FROM address a WHERE a.organization_id = $1 AND a.kind = 'phone' AND a.value = w.value)
     ORDER BY 3 ON CONFLICT DO NOTHING`,
    [organizationId],
  )
  const { rows } = await client.query<{ id: number; value: string }>(
    `SELECT DISTINCT a.id, a.value FROM wanted_address w
     JOIN address a ON a.organization_id = $1 AND a.kind = 'phone' AND a.value = w.value`,
    [organizationId],
  )
  return new Map(rows.map((row) => [row.value, row.id]))
}
