import { copyInto, type Client } from '#platform/db'
import type { Mapped } from './map-columns.ts'
import { placeAddresses, upsertAddresses } from './upsert-addresses.ts'

/** What a list says of the person at a number. */
export type Arrival = Mapped

interface Place {
  organizationId: number
  groupId: number
  importId: number
}

interface Wanted extends Arrival {
  number: string
  addressId: number
  emailId: number | null
}

/**
 * Adds the people of a batch, by number, to the group; those whom it has are passed over (engine role, in the caller's
 * transaction). @returns how many were added to it
 */
export async function addPeople(
  client: Client,
  { organizationId, groupId, importId }: Place,
  people: ReadonlyMap<string, Arrival>,
): Promise<number> {
  // Two imports into one group take turns: neither must miss whom the other is just adding.
  await client.query('SELECT FROM contact_group WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE', [
    organizationId,
    groupId,
  ])
  const { ids, made: unheardOf } = await placeAddresses(client, organizationId, [...people.keys()])
  const older = [...ids.values()].filter((id) => !unheardOf.has(id))
  const members = await presentAt(client, organizationId, groupId, older)
  const fresh = [...people].filter(([number]) => !members.has(ids.get(number) ?? 0))
  if (fresh.length === 0) return 0
  const emailIds = await upsertAddresses(
    client,
    organizationId,
    fresh.flatMap(([, person]) => person.email ?? []),
    'email',
  )
  const wanted = fresh.map(([number, person]) => ({
    ...person,
    number,
    addressId: ids.get(number) ?? 0,
    emailId: person.email === null ? null : (emailIds.get(person.email) ?? null),
  }))
  const known = await joinKnown(
    client,
    organizationId,
    wanted.filter((one) => !unheardOf.has(one.addressId)),
  )
  const unknown = wanted.filter((one) => !known.has(one.addressId))
  const made = await addContacts(client, organizationId, importId, unknown)
  await copyInto(
    client,
    'group_member',
    ['organization_id', 'group_id', 'contact_id', 'import_id'],
    [...new Set([...known.values(), ...made])].map((id) => [organizationId, groupId, id, importId]),
  )
  return wanted.length
}

/**
 * Addresses that somebody of the group has, trash aside. One look-up a number: before the tables' first statistics a join
 * reads all of the group for each of them (1.5 s a batch at 50,000 people); OFFSET 0 keeps the planner from making it one:
 * 100,000 rows took 82 s before.
 */
async function presentAt(
  client: Client,
  organizationId: number,
  groupId: number,
  addressIds: readonly number[],
): Promise<Set<number>> {
  if (addressIds.length === 0) return new Set()
  const { rows } = await client.query<{ address_id: number }>(
    `SELECT a.id AS address_id FROM unnest($3::bigint[]) AS a(id)
     WHERE EXISTS (
       SELECT FROM contact_address ca
       WHERE ca.organization_id = $1 AND ca.address_id = a.id AND EXISTS (
         SELECT FROM group_member g
         WHERE g.organization_id = $1 AND g.group_id = $2 AND g.contact_id = ca.contact_id AND EXISTS (
           SELECT FROM contact c WHERE c.organization_id = $1 AND c.id = g.contact_id AND c.trashed_at IS NULL OFFSET 0)
         OFFSET 0)
       OFFSET 0)`,
    [organizationId, groupId, addressIds],
  )
  return new Set(rows.map((row) => row.address_id))
}

/**
 * Those whom another list brought already: the same name at the same number is the same person, and what this list says
 * of them is added. Returns contacts by address.
 */
async function joinKnown(
  client: Client,
  organizationId: number,
  wanted: readonly Wanted[],
): Promise<Map<number, number>> {
  if (wanted.length === 0) return new Map()
  const { rows } = await client.query<{ address_id: number; id: number }>(
    `WITH w AS (SELECT * FROM unnest($2::bigint[], $3::text[], $4::jsonb[]) AS w(address_id, name, fields)),
     same AS (
       SELECT w.address_id, w.fields, (
         SELECT c.id FROM contact_address ca JOIN contact c ON c.organization_id = $1 AND c.id = ca.contact_id
         WHERE ca.organization_id = $1 AND ca.address_id = w.address_id AND c.name IS NOT DISTINCT FROM w.name
           AND c.trashed_at IS NULL
         ORDER BY c.id LIMIT 1) AS id
       FROM w),
     told AS (
       UPDATE contact c SET fields = c.fields || same.fields, version = c.version + 1, updated_at = now() FROM same
       WHERE c.organization_id = $1 AND c.id = same.id AND NOT c.fields @> same.fields)
     SELECT address_id, id FROM same WHERE id IS NOT NULL`,
    [
      organizationId,
      wanted.map((one) => one.addressId),
      wanted.map((one) => one.name),
      wanted.map((one) => JSON.stringify(one.fields)),
    ],
  )
  const known = new Map(rows.map((row) => [row.address_id, row.id]))
  const mailed = wanted.filter((one) => one.emailId !== null && known.has(one.addressId))
  if (mailed.length > 0)
    await client.query(
      `INSERT INTO contact_address (organization_id, contact_id, address_id, position)
       SELECT $1, w.c, w.a, 1 FROM unnest($2::bigint[], $3::bigint[]) AS w(c, a) ORDER BY w.c, w.a ON CONFLICT DO NOTHING`,
      [organizationId, mailed.map((one) => known.get(one.addressId)), mailed.map((one) => one.emailId)],
    )
  return known
}

/** New people with their addresses. Returns their ids, in order. */
async function addContacts(
  client: Client,
  organizationId: number,
  importId: number,
  people: readonly Wanted[],
): Promise<number[]> {
  if (people.length === 0) return []
  const { rows } = await client.query<{ id: number; language: string }>(
    `SELECT nextval('contact_id_seq') AS id, (SELECT language FROM organization WHERE id = $1) AS language
     FROM generate_series(1, $2)`,
    [organizationId, people.length],
  )
  const contacts = people.map((one, i) => ({
    ...one,
    id: rows[i]?.id ?? 0,
    language: one.language ?? rows[i]?.language ?? 'pl',
  }))
  await copyInto(
    client,
    'contact',
    ['organization_id', 'id', 'name', 'language', 'fields', 'import_id', 'phone_id', 'addresses'],
    contacts.map((c) => [
      organizationId,
      c.id,
      c.name,
      c.language,
      JSON.stringify(c.fields),
      importId,
      c.addressId,
      c.email === null ? c.number : `${c.number} ${c.email}`,
    ]),
  )
  // The two columns above say already what the trigger would look up.
  await client.query("SELECT set_config('kurenda.addresses_told', 'on', true)")
  await copyInto(
    client,
    'contact_address',
    ['organization_id', 'contact_id', 'address_id', 'position'],
    contacts.flatMap((c) => [
      [organizationId, c.id, c.addressId, 0],
      ...(c.emailId === null ? [] : [[organizationId, c.id, c.emailId, 1]]),
    ]),
  )
  await client.query("SELECT set_config('kurenda.addresses_told', 'off', true)")
  await client.query(
    `UPDATE contact_import SET first_contact_id = coalesce(first_contact_id, $3), last_contact_id = $4
     WHERE organization_id = $1 AND id = $2`,
    [organizationId, importId, contacts[0]?.id, contacts.at(-1)?.id],
  )
  return contacts.map((c) => c.id)
}
