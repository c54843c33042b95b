import { measure } from '@kurenda/sms-text'
import { textLanguage, type TextLanguage } from '@kurenda/contract'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import type { Person } from './known-variables.ts'
import { readTemplate } from './read-template.ts'
import { renderTemplate, type Office, type Rendered } from './render-template.ts'

/** Who shall read it: the first who shares an address, a contact, or nobody in particular. Nobody who is in trash. */
export interface Reader {
  addressId?: number | undefined
  contact?: number | undefined
  /** Instead of the person's own. */
  language?: TextLanguage | undefined
}

/** How a template reads for that person (any role). @throws Problem `not-found` */
export async function renderFor(
  client: Client,
  organizationId: number,
  templateId: number,
  reader: Reader & { version?: number | undefined },
): Promise<Rendered & { version: number; parts: number }> {
  const template = await readTemplate(client, organizationId, templateId, reader.version)
  const office = await readOffice(client, organizationId)
  const person = await readPerson(client, organizationId, reader)
  const rendered = renderTemplate(template, { ...person, language: reader.language ?? person.language }, office)
  return { ...rendered, version: template.version, parts: measure(rendered.text).parts }
}

async function readOffice(client: Client, organizationId: number): Promise<Office> {
  const { rows } = await client.query<{ name: string; language: string }>(
    'SELECT name, language FROM organization WHERE id = $1',
    [organizationId],
  )
  if (!rows[0]) throw new Problem('not-found')
  return { officeName: rows[0].name, language: textLanguage.safeParse(rows[0].language).data ?? 'pl' }
}

async function readPerson(client: Client, organizationId: number, reader: Reader): Promise<Person> {
  if (reader.contact !== undefined) return readContact(client, organizationId, reader.contact)
  if (reader.addressId === undefined) return { language: null, name: null, phone: null, fields: {} }
  const { rows } = await client.query<{ phone: string; contact: number | null }>(
    `SELECT a.value AS phone, (SELECT min(ca.contact_id) FROM contact_address ca
       JOIN contact c ON c.organization_id = $1 AND c.id = ca.contact_id AND c.trashed_at IS NULL
       WHERE ca.organization_id = $1 AND ca.address_id = a.id) AS contact
     FROM address a WHERE a.organization_id = $1 AND a.id = $2`,
    [organizationId, reader.addressId],
  )
  const found = rows[0]
  if (!found) throw new Problem('not-found')
  if (found.contact === null) return { language: null, name: null, phone: found.phone, fields: {} }
  return { ...(await readContact(client, organizationId, found.contact)), phone: found.phone }
}

async function readContact(client: Client, organizationId: number, id: number): Promise<Person> {
  const { rows } = await client.query<Omit<Person, 'language'> & { language: string }>(
    `SELECT c.language, c.name, c.fields, (SELECT a.value FROM contact_address ca
       JOIN address a ON a.organization_id = $1 AND a.id = ca.address_id AND a.kind = 'phone'
       WHERE ca.organization_id = $1 AND ca.contact_id = c.id ORDER BY a.id LIMIT 1) AS phone
     FROM contact c WHERE c.organization_id = $1 AND c.id = $2 AND c.trashed_at IS NULL`,
    [organizationId, id],
  )
  if (!rows[0]) throw new Problem('not-found')
  return { ...rows[0], language: textLanguage.safeParse(rows[0].language).data ?? null }
}
