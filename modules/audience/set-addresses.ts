import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { toE164 } from './to-e164.ts'
import { upsertAddresses } from './upsert-addresses.ts'

/** Numbers and e-mail addresses in the order in which they are used. */
export interface Addresses {
  phones: string[]
  emails: string[]
}

/** As they are kept, each once. @throws Problem `phone-invalid` */
export function normaliseAddresses(given: { phones: readonly string[]; emails: readonly string[] }): Addresses {
  const phones = given.phones.map((phone) => {
    const number = toE164(phone, { foreign: true, fixedLine: true })
    if ('refused' in number) throw new Problem('phone-invalid', { number: phone })
    return number.e164
  })
  return {
    phones: [...new Set(phones)],
    emails: [...new Set(given.emails.map((email) => email.trim().toLowerCase()))],
  }
}

/** Makes these the contact's addresses, in this order, and no others. A trigger tells the contact's row of it. */
export async function setAddresses(
  client: Client,
  organizationId: number,
  contactId: number,
  { phones, emails }: Addresses,
): Promise<void> {
  const phoneIds = await upsertAddresses(client, organizationId, phones)
  const emailIds = await upsertAddresses(client, organizationId, emails, 'email')
  const ids = [...phones.map((phone) => phoneIds.get(phone)), ...emails.map((email) => emailIds.get(email))].flatMap(
    (id) => id ?? [],
  )
  await client.query(
    'DELETE FROM contact_address WHERE organization_id = $1 AND contact_id = $2 AND address_id <> ALL($3)',
    [organizationId, contactId, ids],
  )
  await client.query(
    `INSERT INTO contact_address (organization_id, contact_id, address_id, position)
     SELECT $1, $2, a, n - 1 FROM unnest($3::bigint[]) WITH ORDINALITY AS w(a, n)
     ON CONFLICT (organization_id, contact_id, address_id) DO UPDATE SET position = excluded.position
     WHERE contact_address.position <> excluded.position`,
    [organizationId, contactId, ids],
  )
}
