import { contactLimits } from '@kurenda/contract'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { accessContact, lockContact } from './access-contact.ts'
import { checkFields } from './check-fields.ts'
import type { Contact } from './contact-rows.ts'
import { normaliseAddresses, setAddresses } from './set-addresses.ts'

export interface ContactChange {
  /** That of the contact when it was read. */
  version: number
  name?: string | null | undefined
  language?: string | undefined
  phones?: readonly string[] | undefined
  emails?: readonly string[] | undefined
  fields?: Readonly<Record<string, string | number | boolean>> | undefined
}

/**
 * What is left out stays. @throws Problem `contact-changed` where someone else changed it in the meantime, `not-found`,
 * `phone-invalid`, `field-value`, `contact-without-anything`
 */
export async function changeContact(
  client: Client,
  organizationId: number,
  id: number,
  change: ContactChange,
  now: Date,
): Promise<Contact> {
  const before = await lockContact(client, organizationId, id, change.version)
  if (change.phones || change.emails) {
    const { addresses } = await accessContact(client, organizationId, id)
    const kept = (kind: string) => addresses.filter((one) => one.kind === kind).map((one) => one.value)
    const given = { phones: change.phones ?? kept('phone'), emails: change.emails ?? kept('email') }
    await setAddresses(client, organizationId, id, normaliseAddresses(given))
  }
  const name = change.name === undefined ? before.name : change.name
  const fields = { ...before.fields, ...(await checkFields(client, organizationId, change.fields ?? {})) }
  const kept = Object.entries(fields).filter(([, value]) => value !== '')
  if (kept.length > contactLimits.fields) throw new Problem('too-many-fields', { limit: contactLimits.fields })
  await client.query(
    `UPDATE contact SET name = $3, language = $4, fields = $5, version = version + 1, updated_at = $6
     WHERE organization_id = $1 AND id = $2`,
    [organizationId, id, name, change.language ?? before.language, JSON.stringify(Object.fromEntries(kept)), now],
  )
  const after = await accessContact(client, organizationId, id)
  if (after.name === null && after.addresses.length === 0) throw new Problem('contact-without-anything')
  return after
}
