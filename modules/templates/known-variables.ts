import type { TemplateKind, TextLanguage } from '@kurenda/contract'
import type { Client } from '#platform/db'

/** Whom a text is rendered for. */
export interface Person {
  /** Null: nobody knows. */
  language: TextLanguage | null
  name: string | null
  /** E.164. */
  phone: string | null
  /** As the office keeps them. */
  fields: Readonly<Record<string, unknown>>
}

/** What a text is rendered with besides the person. */
export interface Setting {
  officeName: string
  /** The instant at which the office opens again, as it is shown; for the kind `out_of_hours`. */
  opens?: string | undefined
}

type Value = (person: Person, setting: Setting) => string

/** Each under its names in the three languages; matched without case, Polish letters and spaces. */
const builtIn: readonly { names: readonly string[]; kinds?: readonly TemplateKind[]; value: Value }[] = [
  { names: ['imię i nazwisko', 'full name', 'ім’я та прізвище'], value: (person) => person.name ?? '' },
  { names: ['telefon', 'phone', 'номер'], value: (person) => person.phone ?? '' },
  { names: ['urząd', 'office', 'установа'], value: (_person, setting) => setting.officeName },
  {
    names: ['otwarte od', 'opens at', 'відкрито з'],
    kinds: ['out_of_hours'],
    value: (_person, setting) => setting.opens ?? '',
  },
]

const builtInFor = (kind: TemplateKind) => builtIn.filter(({ kinds }) => kinds === undefined || kinds.includes(kind))

/** How many of the newest contacts are asked which fields they have besides those that the office defined. */
const contactsAsked = 2_000

/** All that a template of that kind may name: what is built in, and the contacts' own fields (any role). */
export async function knownVariables(client: Client, organizationId: number, kind: TemplateKind): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT DISTINCT name FROM (SELECT fields FROM contact WHERE organization_id = $1 ORDER BY id DESC LIMIT $2) c
     CROSS JOIN LATERAL jsonb_object_keys(c.fields) AS name
     UNION SELECT key FROM contact_field WHERE organization_id = $1 ORDER BY name`,
    [organizationId, contactsAsked],
  )
  return [...new Set([...builtInFor(kind).flatMap(({ names }) => names), ...rows.map((row) => row.name)])]
}

/** The columns and values of one person, what is built in first. */
export function valuesOf(
  person: Person,
  setting: Setting,
  kind: TemplateKind,
): { columns: string[]; values: string[] } {
  const columns: string[] = []
  const values: string[] = []
  for (const { names, value } of builtInFor(kind))
    for (const name of names) {
      columns.push(name)
      values.push(value(person, setting))
    }
  for (const [name, value] of Object.entries(person.fields)) {
    columns.push(name)
    values.push(typeof value === 'string' || typeof value === 'number' ? String(value) : '')
  }
  return { columns, values }
}
