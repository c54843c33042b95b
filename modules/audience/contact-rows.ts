import sql, { type Sql } from 'sql-template-tag'
import type { Client } from '#platform/db'

/** A contact as it is shown, everywhere the same. */
export interface Contact {
  id: number
  name: string | null
  language: string
  addresses: { kind: 'phone' | 'email'; value: string; optedOut: boolean }[]
  groups: { id: number; name: string }[]
  fields: Record<string, string>
  version: number
  createdAt: Date
  updatedAt: Date
  trashedAt: Date | null
}

/** Contacts by their numbers, in the order given; a number that is no contact of the organization is left out. */
export async function readContacts(client: Client, organizationId: number, ids: readonly number[]): Promise<Contact[]> {
  if (ids.length === 0) return []
  const { rows } = await client.query<Contact>(selectContacts(organizationId, ids))
  return rows
}

function selectContacts(organizationId: number, ids: readonly number[]): Sql {
  return sql`SELECT c.id, c.name, c.language, c.fields, c.version, c.created_at AS "createdAt", c.updated_at AS "updatedAt",
      c.trashed_at AS "trashedAt",
      coalesce((SELECT json_agg(json_build_object('kind', a.kind, 'value', a.value, 'optedOut', o.address_id IS NOT NULL)
          ORDER BY ca.position, a.id)
        FROM contact_address ca JOIN address a ON a.organization_id = ca.organization_id AND a.id = ca.address_id
        LEFT JOIN opt_out o ON o.organization_id = a.organization_id AND o.address_id = a.id
        WHERE ca.organization_id = c.organization_id AND ca.contact_id = c.id), '[]') AS addresses,
      coalesce((SELECT json_agg(json_build_object('id', g.id, 'name', g.name) ORDER BY g.name)
        FROM group_member m JOIN contact_group g ON g.organization_id = m.organization_id AND g.id = m.group_id
        WHERE m.organization_id = c.organization_id AND m.contact_id = c.id), '[]') AS groups
    FROM unnest(${ids}::bigint[]) WITH ORDINALITY AS wanted(id, place)
    JOIN contact c ON c.organization_id = ${organizationId} AND c.id = wanted.id ORDER BY wanted.place`
}
