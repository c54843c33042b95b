import type { Client } from '#platform/db'

/** Numbers to their address rows, made where they are new. In the caller's transaction (engine role). */
export async function upsertAddresses(
  client: Client,
  organizationId: number,
  values: readonly string[],
): Promise<Map<string, number>> {
  // Sorted, so that two lists with the same numbers cannot wait for each other.
  const wanted = [...new Set(values)].sort()
  const ids = await findAddresses(client, organizationId, wanted)
  const missing = wanted.filter((value) => !ids.has(value))
  if (missing.length === 0) return ids
  const made = await client.query<{ id: number; value: string }>(
    `INSERT INTO address (organization_id, kind, value)
     SELECT $1, 'phone', w.value FROM unnest($2::text[]) WITH ORDINALITY AS w(value, n) ORDER BY w.n
     ON CONFLICT DO NOTHING RETURNING id, value`,
    [organizationId, missing],
  )
  for (const { id, value } of made.rows) ids.set(value, id)
  // Someone else made these at this moment.
  const late = missing.filter((value) => !ids.has(value))
  return new Map([...ids, ...(await findAddresses(client, organizationId, late))])
}

/** One look-up in the index a number, whatever the planner knows of the table. */
async function findAddresses(
  client: Client,
  organizationId: number,
  values: readonly string[],
): Promise<Map<string, number>> {
  if (values.length === 0) return new Map()
  const { rows } = await client.query<{ id: number; value: string }>(
    `SELECT id, value FROM address WHERE organization_id = $1 AND kind = 'phone' AND value = ANY($2)`,
    [organizationId, values],
  )
  return new Map(rows.map((row) => [row.value, row.id]))
}
