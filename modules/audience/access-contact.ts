import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { readContacts, type Contact } from './contact-rows.ts'

/** The contact of the organization, in trash or not. @throws Problem `not-found` */
export async function accessContact(client: Client, organizationId: number, id: number): Promise<Contact> {
  const [contact] = await readContacts(client, organizationId, [id])
  if (!contact) throw new Problem('not-found')
  return contact
}

/**
 * Holds the contact's row until the end of the transaction, so that nobody changes it in between.
 * @throws Problem `not-found`, also for a contact in trash; `contact-changed` where the version is an older one
 */
export async function lockContact(
  client: Client,
  organizationId: number,
  id: number,
  version?: number,
): Promise<{ name: string | null; language: string; fields: Record<string, string>; version: number }> {
  const { rows } = await client.query<{
    name: string | null
    language: string
    fields: Record<string, string>
    version: number
  }>(
    `SELECT name, language, fields, version FROM contact
     WHERE organization_id = $1 AND id = $2 AND trashed_at IS NULL FOR NO KEY UPDATE`,
    [organizationId, id],
  )
  const found = rows[0]
  if (!found) throw new Problem('not-found')
  if (version !== undefined && found.version !== version) throw new Problem('contact-changed')
  return found
}
