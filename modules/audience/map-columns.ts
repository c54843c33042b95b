import { contactLimits, type ColumnUse, type ContactLanguage } from '@kurenda/contract'
import { columnKey, fold } from '@kurenda/sms-text'
import { z } from 'zod'
import { Problem } from '#platform/errors'
import { checkFieldValue, type ValueFault } from './check-field-value.ts'
import type { ContactField } from './contact-fields.ts'

/** What a line says of a person, its number aside. */
export interface Mapped {
  name: string | null
  email: string | null
  /** Null where the list does not say. */
  language: ContactLanguage | null
  fields: Record<string, string>
}

export type MappingFault = ValueFault | 'email-invalid' | 'language-unknown' | 'name-too-long'

const wholeNames = new Set(['imie i nazwisko', 'nazwisko i imie', 'nazwa', 'name', 'osoba'].map(columnKey))
const emailNames = new Set(['e-mail', 'adres e-mail', 'mail', 'poczta'].map(columnKey))
const languageNames = new Set(['język', 'language', 'lang', 'мова'].map(columnKey))

const languages = new Map<string, ContactLanguage>(
  (
    [
      ['pl', ['pl', 'polski', 'polish', 'польська', 'pol']],
      ['en', ['en', 'angielski', 'english', 'англійська', 'eng']],
      ['uk', ['uk', 'ua', 'ukraiński', 'ukrainian', 'українська', 'ukr']],
    ] as const
  ).flatMap(([language, spellings]) => spellings.map((spelling) => [fold(spelling), language])),
)

const email = z.email().max(254)
/** What lists say where there is no address. */
const nothing = new Set(['', 'brak', 'nie ma', 'none', 'n a'])

/** What each column is, told by its name; whatever is nothing else is a field of that name. */
export function guessMapping(columns: readonly string[], phoneColumn: string): ColumnUse[] {
  const taken = new Set<string>()
  return columns.map((column) => {
    const use = guess(column, phoneColumn)
    // The second e-mail column of a list is a field like any other.
    if (use.as === 'field' || !taken.has(use.as)) {
      taken.add(use.as)
      return use
    }
    return column === '' ? { as: 'ignore' } : { as: 'field', key: column }
  })
}

function guess(column: string, phoneColumn: string): ColumnUse {
  const key = columnKey(column)
  if (key === '') return { as: 'ignore' }
  if (key === columnKey(phoneColumn)) return { as: 'phone' }
  if (wholeNames.has(key)) return { as: 'name' }
  if (key === columnKey('imie')) return { as: 'given_name' }
  if (key === columnKey('nazwisko')) return { as: 'family_name' }
  if (emailNames.has(key)) return { as: 'email' }
  if (languageNames.has(key)) return { as: 'language' }
  return { as: 'field', key: column }
}

/**
 * Reads the values of a line by the mapping. First and family name are kept as fields too: a text greets by the first name.
 * @throws Problem `mapping-invalid` where it does not fit the columns, has no phone or has anything but fields twice
 */
export function mapColumns(
  columns: readonly string[],
  mapping: readonly ColumnUse[],
  definitions: readonly ContactField[],
): { phone: number; read: (values: readonly string[]) => Mapped | { fault: MappingFault } } {
  const single = mapping.map((use) => use.as).filter((as) => as !== 'field' && as !== 'ignore')
  const keys = mapping.flatMap((use) => (use.as === 'field' ? columnKey(use.key) : []))
  if (
    mapping.length !== columns.length ||
    new Set(single).size < single.length ||
    new Set(keys).size < keys.length ||
    !single.includes('phone')
  )
    throw new Problem('mapping-invalid', { columns })
  const known = new Map(definitions.map((field) => [columnKey(field.key), field]))
  const at = (as: ColumnUse['as']) => mapping.findIndex((use) => use.as === as)
  const [name, given, family, mail, language] = [
    at('name'),
    at('given_name'),
    at('family_name'),
    at('email'),
    at('language'),
  ]
  const fields = mapping.flatMap((use, place) => {
    if (use.as === 'given_name' || use.as === 'family_name')
      return { place, key: columns[place] ?? use.as, field: undefined }
    if (use.as !== 'field') return []
    const field = known.get(columnKey(use.key))
    return { place, key: field?.key ?? use.key, field }
  })
  const value = (values: readonly string[], place: number) => values[place]?.trim() ?? ''
  return {
    phone: at('phone'),
    read(values) {
      const whole = value(values, name) || `${value(values, given)} ${value(values, family)}`.trim()
      if (whole.length > contactLimits.name) return { fault: 'name-too-long' }
      const told = value(values, mail).toLowerCase()
      const address = nothing.has(fold(told)) ? '' : told
      if (address !== '' && !email.safeParse(address).success) return { fault: 'email-invalid' }
      const spoken = value(values, language)
      const tongue = spoken === '' ? null : languages.get(fold(spoken))
      if (tongue === undefined) return { fault: 'language-unknown' }
      const kept: Record<string, string> = {}
      for (const { place, key, field } of fields) {
        const checked = checkFieldValue(field, value(values, place))
        if ('fault' in checked) return checked
        // An empty cell says nothing: another list may have said something.
        if (checked.value !== '') kept[key] = checked.value
      }
      return { name: whole || null, email: address || null, language: tongue, fields: kept }
    },
  }
}
