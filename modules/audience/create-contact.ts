import type { Client } from '#platform/db'
import { accessContact } from './access-contact.ts'
import { checkFields } from './check-fields.ts'
import type { Contact } from './contact-rows.ts'
import { addMembers } from './change-members.ts'
import { normaliseAddresses, setAddresses } from './set-addresses.ts'

export interface NewContact {
  name?: string | undefined
  language?: string | undefined
  phones: readonly string[]
  emails: readonly string[]
  fields: Readonly<Record<string, string | number | boolean>>
  groups: readonly number[]
}

/**
 * Adds a person, or a phone whose owner nobody knows. Several people may share a number.
 * @throws Problem `phone-invalid`, `field-value`, `not-found` for a group that there is not
 */
export async function createContact(
  client: Client,
  organizationId: number,
  given: NewContact,
  now: Date,
): Promise<Contact> {
  const addresses = normaliseAddresses(given)
  const values = Object.entries(await checkFields(client, organizationId, given.fields)).filter(([, value]) => value)
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO contact (organization_id, name, language, fields, created_at, updated_at)
     VALUES ($1, $2, coalesce($3, (SELECT language FROM organization WHERE id = $1)), $4, $5, $5) RETURNING id`,
    [organizationId, given.name ?? null, given.language ?? null, JSON.stringify(Object.fromEntries(values)), now],
  )
  const id = rows[0]?.id ?? 0
  await setAddresses(client, organizationId, id, addresses)
  for (const group of new Set(given.groups)) await addMembers(client, organizationId, group, [id], now)
  return accessContact(client, organizationId, id)
}
