import type { Client } from '#platform/db'
import { readContacts, type Contact } from './contact-rows.ts'

/** Two contacts that may be one person, the older first. */
export interface DuplicatePair {
  one: Contact
  other: Contact
  sharedNumber: string
}

/** Names this alike are one name with a slip: "Anna Kowalska" and "Ania Kowalska" are 0.53, a couple "Anna" and "Jan Wzór" 0.2. */
const alike = 0.45

/**
 * Contacts that share a number and whose names are alike, or of whom one has no name, by the id of the older one. A couple
 * with one phone is two people: their names differ.
 * @param options.cursor `next` of the page before
 */
export async function findDuplicates(
  client: Client,
  organizationId: number,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ pairs: DuplicatePair[]; next: string | null }> {
  const [after = 0, afterOther = 0] = /^\d{1,15}-\d{1,15}$/.test(cursor ?? '')
    ? (cursor ?? '').split('-').map(Number)
    : []
  const { rows } = await client.query<{ one: number; other: number; value: string }>(
    `SELECT one.id AS one, other.id AS other, min(a.value) AS value
     FROM (SELECT organization_id, address_id FROM contact_address WHERE organization_id = $1
       GROUP BY organization_id, address_id HAVING count(*) > 1) AS shared
     JOIN address a ON a.organization_id = $1 AND a.id = shared.address_id AND a.kind = 'phone'
     JOIN contact_address x ON x.organization_id = $1 AND x.address_id = shared.address_id
     JOIN contact_address y ON y.organization_id = $1 AND y.address_id = shared.address_id AND y.contact_id > x.contact_id
     JOIN contact one ON one.organization_id = $1 AND one.id = x.contact_id AND one.trashed_at IS NULL
     JOIN contact other ON other.organization_id = $1 AND other.id = y.contact_id AND other.trashed_at IS NULL
     WHERE (one.id, other.id) > ($2, $3)
       AND (one.name IS NULL OR other.name IS NULL OR similarity(search_fold(one.name), search_fold(other.name)) >= $4)
     GROUP BY one.id, other.id ORDER BY one.id, other.id LIMIT $5`,
    [organizationId, after, afterOther, alike, limit + 1],
  )
  const shown = rows.slice(0, limit)
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
    next: last && rows.length > limit ? `${last.one}-${last.other}` : null,
  }
}
