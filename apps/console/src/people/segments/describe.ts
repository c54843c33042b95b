import type { Condition, ConditionLeaf } from '@kurenda/contract'
import type { TFunction } from 'i18next'

/** What groups, broadcasts and fields are called. */
export interface Names {
  group: (id: number) => string
  broadcast: (id: number) => string
  field: (key: string) => string
}

const comparison = { '<': 'less', '<=': 'most', '>': 'more', '>=': 'least' } as const

/** A filter as a sentence: „Wszyscy, którzy …”. */
export const describe = (condition: Condition, t: TFunction, names: Names): string =>
  t('condition.everyone', { conditions: phrase(condition, t, names) })

function phrase(condition: Condition, t: TFunction, names: Names): string {
  if ('not' in condition) return t('condition.not', { condition: bracketed(condition.not, t, names) })
  if ('is' in condition) return leafPhrase(condition, t, names)
  const [parts, word] = 'all' in condition ? [condition.all, t('condition.and')] : [condition.any, t('condition.or')]
  if (parts.length === 1 && parts[0]) return phrase(parts[0], t, names)
  return parts.map((part) => bracketed(part, t, names)).join(` ${word} `)
}

const bracketed = (part: Condition, t: TFunction, names: Names) => {
  const several = ('all' in part && part.all.length > 1) || ('any' in part && part.any.length > 1)
  return several ? `(${phrase(part, t, names)})` : phrase(part, t, names)
}

function leafPhrase(leaf: ConditionLeaf, t: TFunction, names: Names): string {
  switch (leaf.is) {
    case 'in_group':
    case 'not_in_group':
      return t(`condition.${leaf.is}`, { name: names.group(leaf.group) })
    case 'language':
      return t(`condition.speaks.${leaf.language}`)
    case 'created_since':
    case 'created_before':
      return t(`condition.${leaf.is}`, { day: leaf.day || '…' })
    case 'replied_to':
    case 'not_replied_to':
      return t(`condition.${leaf.is}`, { name: names.broadcast(leaf.broadcast) })
    case 'field_set':
    case 'field_not_set':
      return t(`condition.${leaf.is}`, { field: names.field(leaf.field) })
    case 'field_equal':
    case 'field_not_equal':
    case 'field_contains':
      return t(`condition.${leaf.is}`, { field: names.field(leaf.field), value: leaf.value || '…' })
    case 'field_number': {
      const value = Number.isFinite(leaf.number) ? String(leaf.number) : '…'
      return t(`condition.number.${comparison[leaf.compare]}`, { field: names.field(leaf.field), value })
    }
    case 'field_date':
      return t(`condition.date.${comparison[leaf.compare]}`, { field: names.field(leaf.field), value: leaf.day || '…' })
    default:
      return t(`condition.${leaf.is}`)
  }
}
