import type { Client } from '#platform/db'

export type AddressKind = 'phone' | 'email'

/** Numbers (or e-mail addresses) to their address rows, made where they are new. In the caller's transaction. */
export async function upsertAddresses(
  client: Client,
  organizationId: number,
  values: readonly string[],
  kind: AddressKind = 'phone',
): Promise<Map<string, number>> {
  // Sorted, so that two lists with the same numbers cannot wait for each other.
  const wanted = [...new Set(values)].sort()
  const ids = await findAddresses(client, organizationId, wanted, kind)
  const missing = wanted.filter((value) => !ids.has(value))
  if (missing.length === 0) return ids
  const made = await client.query<{ id: number; value: string }>(
    `INSERT INTO address (organization_id, kind, value)
     SELECT $1, $3, w.value FROM unnest($2::text[]) WITH ORDINALITY AS w(value, n) ORDER BY w.n
     ON CONFLICT DO NOTHING RETURNING id, value`,
    [organizationId, missing, kind],
  )
  for (const { id, value } of made.rows) ids.set(value, id)
  // Someone else made these at this moment.
  const late = missing.filter((value) => !ids.has(value))
  return new Map([...ids, ...(await findAddresses(client, organizationId, late, kind))])
}

/** One look-up in the index a number, whatever the planner knows of the table. Those that nobody has are left out. */
export async function findAddresses(
  client: Client,
  organizationId: number,
  values: readonly string[],
  kind: AddressKind = 'phone',
): Promise<Map<string, number>> {
  if (values.length === 0) return new Map()
  const { rows } = await client.query<{ id: number; value: string }>(
    `SELECT id, value FROM address WHERE organization_id = $1 AND kind = $3 AND value = ANY($2)`,
    [organizationId, values, kind],
  )
  return new Map(rows.map((row) => [row.value, row.id]))
}
