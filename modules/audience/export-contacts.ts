import type { Readable } from 'node:stream'
import { inOrganization, type Pool } from '#platform/db'
import type { Language } from '#platform/i18n'
import { listContactFields } from './contact-fields.ts'
import type { Contact } from './contact-rows.ts'
import { csvOf } from './csv-of.ts'
import { nextContacts, type ContactFilter } from './list-contacts.ts'
import { xlsxOf } from './xlsx-of.ts'

const headings: Record<Language, readonly string[]> = {
  pl: ['imię i nazwisko', 'telefon', 'inne telefony', 'e-mail', 'język', 'grupy', 'wypisany'],
  en: ['name', 'phone', 'other phones', 'e-mail', 'language', 'groups', 'opted out'],
}
const yes: Record<Language, string> = { pl: 'tak', en: 'yes' }

/**
 * The contacts that fit, as a file that is written while it is read: memory does not grow with it, and no connection is held
 * between two batches. No cell can be a formula: in CSV what begins with = + - @ or a tab gets an apostrophe before it, in
 * XLSX every cell is text. Numbers come without their plus sign for that reason; an import reads them so.
 */
export async function exportContacts(
  api: Pool,
  organizationId: number,
  options: { format: 'csv' | 'xlsx'; language: Language; filter: ContactFilter },
): Promise<Readable> {
  const keys = await inOrganization(api, organizationId, async (client) => {
    const defined = await listContactFields(client, organizationId)
    const { rows } = await client.query<{ key: string }>(
      `SELECT DISTINCT jsonb_object_keys(fields) AS key FROM contact WHERE organization_id = $1 AND fields <> '{}' ORDER BY key`,
      [organizationId],
    )
    return [...new Set([...defined.map((field) => field.key), ...rows.map((row) => row.key)])]
  })
  const rows = rowsOf(api, organizationId, options.filter, keys, options.language)
  if (options.format === 'csv') return csvOf(rows)
  return xlsxOf(rows, options.language === 'pl' ? 'Kontakty' : 'Contacts')
}

async function* rowsOf(
  api: Pool,
  organizationId: number,
  filter: ContactFilter,
  keys: readonly string[],
  language: Language,
): AsyncGenerator<string[]> {
  yield [...headings[language], ...keys]
  for (let before: number | undefined; ;) {
    const contacts = await inOrganization(api, organizationId, (client) =>
      nextContacts(client, organizationId, filter, before),
    )
    for (const contact of contacts) yield rowOf(contact, keys, language)
    before = contacts.at(-1)?.id
    if (before === undefined) return
  }
}

function rowOf(contact: Contact, keys: readonly string[], language: Language): string[] {
  const of = (kind: 'phone' | 'email') =>
    contact.addresses.filter((one) => one.kind === kind).map((one) => one.value.replace(/^\+/, ''))
  const [phone = '', ...others] = of('phone')
  return [
    contact.name ?? '',
    phone,
    others.join(', '),
    of('email').join(', '),
    contact.language,
    contact.groups.map((group) => group.name).join(', '),
    contact.addresses.some((one) => one.optedOut) ? yes[language] : '',
    ...keys.map((key) => contact.fields[key] ?? ''),
  ]
}
