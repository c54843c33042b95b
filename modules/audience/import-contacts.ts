import { columnKey } from '@kurenda/sms-text'
import { copyInto, transaction, type Client, type Pool } from '#platform/db'
import { readPeople, type Person, type Rejection } from './read-people.ts'
import { toE164 } from './to-e164.ts'
import { upsertAddresses } from './upsert-addresses.ts'

export interface ImportResult {
  group: { id: number; name: string }
  imported: number
  /** Numbers that were in the list before, or in the group already. */
  duplicates: number
  rejected: Rejection[]
  rejectedCount: number
}

const batchRows = 2_000
/** Reasons kept in the answer; all are counted. */
export const mostRejections = 10_000

const nameKeys = ['imie i nazwisko', 'nazwisko i imie', 'nazwa', 'name', 'osoba'].map(columnKey)
const [givenKey, familyKey] = [columnKey('imie'), columnKey('nazwisko')]

/** Reads a list into a group: new contacts for new numbers; a number that the group has is counted as a duplicate. */
export async function importContacts(
  engine: Pool,
  request: {
    organizationId: number
    group: string
    bytes: AsyncIterable<Uint8Array>
    phoneColumn?: string
    onProgress?: (rows: number) => void
  },
): Promise<ImportResult> {
  const { organizationId } = request
  const file = await readPeople(
    request.bytes,
    request.phoneColumn === undefined ? {} : { phoneColumn: request.phoneColumn },
  )
  const group = await findOrCreateGroup(engine, organizationId, request.group)
  const result: ImportResult = { group, imported: 0, duplicates: 0, rejected: [], rejectedCount: 0 }
  const reject = (rejection: Rejection) => {
    result.rejectedCount++
    if (result.rejected.length < mostRejections) result.rejected.push(rejection)
  }
  let batch = new Map<string, Person>()
  let writing = Promise.resolve()
  const write = async (people: ReadonlyMap<string, Person>) => {
    const added = await transaction(engine, (client) =>
      addPeople(client, organizationId, group.id, file.columns, people),
    )
    result.imported += added
    result.duplicates += people.size - added
    request.onProgress?.(result.imported + result.duplicates)
  }
  /** Hands the batch over; the next one is read while this one is written. */
  const flush = async () => {
    const people = batch
    batch = new Map()
    await writing
    writing = write(people)
    // It is told by the next wait.
    writing.catch(() => {})
  }
  try {
    for await (const row of file.rows) {
      if ('reason' in row) {
        reject(row)
        continue
      }
      const number = toE164(row.phone, { foreign: true, fixedLine: true })
      if ('refused' in number) reject({ line: row.line, reason: number.refused })
      else if (batch.has(number.e164)) result.duplicates++
      else batch.set(number.e164, row)
      if (batch.size >= batchRows) await flush()
    }
    await flush()
  } finally {
    await writing
  }
  return result
}

async function findOrCreateGroup(
  engine: Pool,
  organizationId: number,
  name: string,
): Promise<{ id: number; name: string }> {
  const { rows } = await engine.query<{ id: number; name: string }>(
    `INSERT INTO contact_group (organization_id, name) VALUES ($1, $2)
     ON CONFLICT (organization_id, name) DO UPDATE SET name = excluded.name RETURNING id, name`,
    [organizationId, name.trim()],
  )
  const group = rows[0]
  if (!group) throw new Error('the group was not made')
  return group
}

async function addPeople(
  client: Client,
  organizationId: number,
  groupId: number,
  columns: readonly string[],
  people: ReadonlyMap<string, Person>,
): Promise<number> {
  // Two imports into one group take turns: neither must miss whom the other is just adding.
  await client.query('SELECT FROM contact_group WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE', [
    organizationId,
    groupId,
  ])
  const ids = await upsertAddresses(client, organizationId, [...people.keys()])
  // One look-up a number. Before the tables' first statistics a join reads all of the group for each of them (1.5 s a
  // batch at 50,000 people); OFFSET 0 keeps the planner from making it one: 100,000 rows took 82 s before.
  const present = await client.query<{ address_id: number }>(
    `SELECT a.id AS address_id FROM unnest($3::bigint[]) AS a(id)
     WHERE EXISTS (
       SELECT FROM contact_address ca
       WHERE ca.organization_id = $1 AND ca.address_id = a.id AND EXISTS (
         SELECT FROM group_member g
         WHERE g.organization_id = $1 AND g.group_id = $2 AND g.contact_id = ca.contact_id OFFSET 0)
       OFFSET 0)`,
    [organizationId, groupId, [...ids.values()]],
  )
  const members = new Set(present.rows.map((row) => row.address_id))
  const fresh = [...people].filter(([number]) => !members.has(ids.get(number) ?? 0))
  if (fresh.length === 0) return 0
  const wanted = fresh.map(([number, person]) => ({
    addressId: ids.get(number) ?? 0,
    name: nameOf(columns, person.values),
    fields: JSON.stringify(Object.fromEntries(columns.map((column, c) => [column, person.values[c] ?? '']))),
  }))
  const known = await joinKnown(client, organizationId, wanted)
  const made = await addContacts(
    client,
    organizationId,
    wanted.filter((one) => !known.has(one.addressId)),
  )
  await copyInto(
    client,
    'group_member',
    ['organization_id', 'group_id', 'contact_id'],
    [...new Set([...known.values(), ...made])].map((id) => [organizationId, groupId, id]),
  )
  return wanted.length
}

interface Wanted {
  addressId: number
  name: string | null
  fields: string
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
  const { rows } = await client.query<{ address_id: number; id: number }>(
    `WITH w AS (SELECT * FROM unnest($2::bigint[], $3::text[], $4::jsonb[]) AS w(address_id, name, fields)),
     same AS (
       SELECT w.address_id, w.fields, (
         SELECT c.id FROM contact_address ca JOIN contact c ON c.organization_id = $1 AND c.id = ca.contact_id
         WHERE ca.organization_id = $1 AND ca.address_id = w.address_id AND c.name IS NOT DISTINCT FROM w.name
         ORDER BY c.id LIMIT 1) AS id
       FROM w),
     told AS (
       UPDATE contact c SET fields = c.fields || same.fields FROM same
       WHERE c.organization_id = $1 AND c.id = same.id)
     SELECT address_id, id FROM same WHERE id IS NOT NULL`,
    [
      organizationId,
      wanted.map((one) => one.addressId),
      wanted.map((one) => one.name),
      wanted.map((one) => one.fields),
    ],
  )
  return new Map(rows.map((row) => [row.address_id, row.id]))
}

/** New people with their addresses. Returns their ids, in order. */
async function addContacts(client: Client, organizationId: number, people: readonly Wanted[]): Promise<number[]> {
  if (people.length === 0) return []
  const { rows } = await client.query<{ id: number }>(
    `SELECT nextval('contact_id_seq') AS id FROM generate_series(1, $1)`,
    [people.length],
  )
  const contacts = people.map((one, i) => ({ ...one, id: rows[i]?.id ?? 0 }))
  await copyInto(
    client,
    'contact',
    ['organization_id', 'id', 'name', 'fields'],
    contacts.map((c) => [organizationId, c.id, c.name, c.fields]),
  )
  await copyInto(
    client,
    'contact_address',
    ['organization_id', 'contact_id', 'address_id'],
    contacts.map((c) => [organizationId, c.id, c.addressId]),
  )
  return contacts.map((c) => c.id)
}

function nameOf(columns: readonly string[], values: readonly string[]): string | null {
  const value = (key: string) => values[columns.findIndex((column) => columnKey(column) === key)] ?? ''
  const whole = nameKeys.map(value).find((text) => text !== '')
  return whole ?? (`${value(givenKey)} ${value(familyKey)}`.trim() || null)
}
