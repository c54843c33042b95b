import sql from 'sql-template-tag'
import type { Client } from '#platform/db'
import { readContacts, type Contact } from './contact-rows.ts'
import { markedContacts } from './count-audience.ts'

/** Two contacts that may be one person, the older first. */
export interface DuplicatePair {
  one: Contact
  other: Contact
  sharedNumber: string
}

/** Names this alike are one name with a slip: "Anna Kowalska" and "Ania Kowalska" are 0.53, a couple "Anna" and "Jan Wzór" 0.2. */
const alike = 0.45

/** So many owners of shared numbers are looked at in one go: 100 ms where the names of all of them must be read. */
const windowRows = 1_000

/**
 * Contacts that share a number and whose names are alike, or of whom one has no name, by the id of the older one. A couple
 * with one phone is two people: their names differ. A page may be short, and is empty only where there are no more.
 * @param options.cursor `next` of the page before
 */
export async function findDuplicates(
  client: Client,
  organizationId: number,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ pairs: DuplicatePair[]; next: string | null }> {
  let [after = 0, afterOther = 0] = /^\d{1,15}-\d{1,15}$/.test(cursor ?? '')
    ? (cursor ?? '').split('-').map(Number)
    : []
  let found: Pair[] = []
  let rest: number | null = after
  while (rest !== null && found.length === 0) {
    ;({ found, rest } = await findAmongNext(client, organizationId, { after, afterOther, limit: limit + 1 }))
    if (rest !== null) [after, afterOther] = [rest, 0]
  }
  const shown = found.slice(0, limit)
  const contacts = await readContacts(client, organizationId, [
    ...new Set(shown.flatMap((row) => [row.one, row.other])),
  ])
  const byId = new Map(contacts.map((contact) => [contact.id, contact]))
  const last = shown.at(-1)
  return {
    pairs: shown.flatMap((row) => {
      const [one, other] = [byId.get(row.one), byId.get(row.other)]
      return one && other ? [{ one, other, sharedNumber: row.value }] : []
    }),
    next: last && found.length > limit ? `${last.one}-${last.other}` : rest === null ? null : `${rest}-0`,
  }
}

interface Pair {
  one: number
  other: number
  value: string
}

/** The pairs of the next owners of shared numbers; `rest` is the first owner that was not looked at, null where all were. */
async function findAmongNext(
  client: Client,
  organizationId: number,
  { after, afterOther, limit }: { after: number; afterOther: number; limit: number },
): Promise<{ found: Pair[]; rest: number | null }> {
  const { rows: owners } = await client.query<{ contact: number; address: number }>(
    sql`WITH aside AS MATERIALIZED (${markedContacts(organizationId)})
      SELECT contact_id AS contact, address_id AS address FROM shared_number WHERE organization_id = ${organizationId} AND contact_id >= ${after}
      UNION SELECT o.contact_id, o.address_id FROM aside JOIN contact_address o
        ON o.organization_id = ${organizationId} AND o.contact_id = aside.id AND o.contact_id >= ${after}
      ORDER BY contact, address LIMIT ${windowRows}`,
  )
  // Whoever is last in a full window may have more numbers.
  const last = owners.at(-1)?.contact ?? null
  const rest = owners.length < windowRows || last === owners[0]?.contact ? null : last
  const looked = owners.filter((owner) => owner.contact !== rest)
  const { rows: found } = await client.query<Pair>(
    sql`SELECT one.id AS one, other.id AS other, min(a.value) AS value
      FROM unnest(${looked.map((owner) => owner.contact)}::bigint[], ${looked.map((owner) => owner.address)}::bigint[]) AS x(contact_id, address_id)
      JOIN address a ON a.organization_id = ${organizationId} AND a.id = x.address_id AND a.kind = 'phone'
      JOIN contact_address y ON y.organization_id = ${organizationId} AND y.address_id = x.address_id AND y.contact_id > x.contact_id
      JOIN contact one ON one.organization_id = ${organizationId} AND one.id = x.contact_id AND one.trashed_at IS NULL
      JOIN contact other ON other.organization_id = ${organizationId} AND other.id = y.contact_id AND other.trashed_at IS NULL
      WHERE (one.id, other.id) > (${after}::bigint, ${afterOther}::bigint)
        AND (one.name IS NULL OR other.name IS NULL OR similarity(search_fold(one.name), search_fold(other.name)) >= ${alike})
      GROUP BY one.id, other.id ORDER BY one.id, other.id LIMIT ${limit}`,
  )
  return { found, rest }
}
