import type { Client } from '#platform/db'

export interface FoundEntry {
  entry: number
  conversation: number
  /** E.164, or the short code or name that wrote. */
  from: string
  contactName: string | null
  direction: 'in' | 'out' | 'note'
  text: string
  at: Date
}

/**
 * Entries that hold all the words, with or without Polish letters, each of which may go on („smiec” finds „śmieciami”): the
 * newest first, below the entry `before` where one is given (api role).
 */
export async function searchEntries(
  client: Client,
  organizationId: number,
  search: { words: string; before?: number | undefined; limit: number },
): Promise<FoundEntry[]> {
  const { rows } = await client.query<FoundEntry>(
    `SELECT e.id AS entry, e.conversation_id AS conversation, a.value AS "from",
       (SELECT string_agg(p.name, ', ' ORDER BY p.id) FROM contact_address ca
          JOIN contact p ON p.organization_id = ca.organization_id AND p.id = ca.contact_id
        WHERE ca.organization_id = $1 AND ca.address_id = c.address_id) AS "contactName", e.direction, e.text, e.at
     FROM search_entries($2, $3, $4) AS found(id)
     JOIN conversation_entry e ON e.organization_id = $1 AND e.id = found.id
     JOIN conversation c ON c.organization_id = $1 AND c.id = e.conversation_id
     JOIN address a ON a.organization_id = $1 AND a.id = c.address_id
     ORDER BY e.id DESC`,
    [organizationId, search.words, search.before ?? Number.MAX_SAFE_INTEGER, search.limit],
  )
  return rows
}
