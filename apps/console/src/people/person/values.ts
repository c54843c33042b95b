import type { Contact, ContactChange } from '@kurenda/contract'

/** A person as they stand in a form. */
export interface Values {
  name: string
  language: string
  phones: string[]
  emails: string[]
  fields: Record<string, string>
}

export const nothing: Values = { name: '', language: 'pl', phones: [''], emails: [], fields: {} }

export const valuesOf = ({ name, language, addresses, fields }: Contact): Values => ({
  name: name ?? '',
  language,
  phones: addresses.filter(({ kind }) => kind === 'phone').map(({ value }) => value),
  emails: addresses.filter(({ kind }) => kind === 'email').map(({ value }) => value),
  fields,
})

const written = (addresses: readonly string[]) => addresses.map((one) => one.trim()).filter(Boolean)
const same = (one: readonly string[], other: readonly string[]) => written(one).join('\n') === written(other).join('\n')

/** What a form changed: all the rest is left as somebody else may have made it meanwhile. */
export function changesOf(before: Values, now: Values): Omit<ContactChange, 'version'> {
  const keys = new Set([...Object.keys(before.fields), ...Object.keys(now.fields)])
  const fields = Object.fromEntries(
    [...keys].flatMap((key) => {
      const value = (now.fields[key] ?? '').trim()
      return value === (before.fields[key] ?? '') ? [] : [[key, value] as const]
    }),
  )
  return {
    ...(now.name.trim() !== before.name && { name: now.name.trim() || null }),
    ...(now.language !== before.language && { language: now.language as 'pl' }),
    ...(!same(now.phones, before.phones) && { phones: written(now.phones) }),
    ...(!same(now.emails, before.emails) && { emails: written(now.emails) }),
    ...(Object.keys(fields).length > 0 && { fields }),
  }
}
