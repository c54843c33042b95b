import type { Condition, ConditionLeaf } from '@kurenda/contract'

export type Joined = { all: Condition[] } | { any: Condition[] }

/** What a condition speaks of: one of these, or `field:` and a key. */
export const subjects = ['group', 'language', 'phone', 'email', 'out', 'created', 'replied'] as const
export type Subject = (typeof subjects)[number]

/** What can be said of each. */
export const predicates = {
  group: ['in_group', 'not_in_group'],
  language: ['language'],
  phone: ['has_phone', 'has_no_phone'],
  email: ['has_email', 'has_no_email'],
  out: ['opted_out', 'not_opted_out'],
  created: ['created_since', 'created_before'],
  replied: ['replied_to', 'not_replied_to'],
  field: [
    'field_equal',
    'field_not_equal',
    'field_contains',
    'field_set',
    'field_not_set',
    'field_number',
    'field_date',
  ],
} as const satisfies Record<Subject | 'field', readonly ConditionLeaf['is'][]>
export type Predicate = ConditionLeaf['is']

/** Of what a condition speaks. */
export function subjectOf(leaf: ConditionLeaf): Subject | 'field' {
  const found = Object.entries(predicates).find(([, all]) => (all as readonly Predicate[]).includes(leaf.is))
  return (found?.[0] ?? 'field') as Subject | 'field'
}

/** The condition that says this, with what `from` said already of the same things; the rest is empty until it is chosen. */
export function leafOf(is: Predicate, from: Partial<Record<string, unknown>> = {}): ConditionLeaf {
  const text = (name: string) => (typeof from[name] === 'string' ? from[name] : '')
  const id = (name: string) => (typeof from[name] === 'number' ? from[name] : 0)
  const compare = (['<', '<=', '>', '>='] as const).find((one) => one === from['compare']) ?? '>='
  switch (is) {
    case 'in_group':
    case 'not_in_group':
      return { is, group: id('group') }
    case 'language':
      return { is, language: 'uk' }
    case 'created_since':
    case 'created_before':
      return { is, day: text('day') }
    case 'replied_to':
    case 'not_replied_to':
      return { is, broadcast: id('broadcast') }
    case 'field_set':
    case 'field_not_set':
      return { is, field: text('field') }
    case 'field_equal':
    case 'field_not_equal':
    case 'field_contains':
      return { is, field: text('field'), value: text('value') }
    case 'field_number':
      return { is, field: text('field'), compare, number: typeof from['number'] === 'number' ? from['number'] : NaN }
    case 'field_date':
      return { is, field: text('field'), compare, day: text('day') }
    default:
      return { is }
  }
}

/** Whether nothing is left to be chosen. */
export function isComplete(condition: Condition): boolean {
  if ('all' in condition) return condition.all.length > 0 && condition.all.every(isComplete)
  if ('any' in condition) return condition.any.length > 0 && condition.any.every(isComplete)
  if ('not' in condition) return isComplete(condition.not)
  return Object.values(condition).every((value) =>
    typeof value === 'number' ? Number.isFinite(value) && (value !== 0 || 'number' in condition) : value.trim() !== '',
  )
}

/** As an editor begins with it: always a list of conditions. */
export const joined = (condition: Condition): Joined =>
  'all' in condition || 'any' in condition ? condition : { all: [condition] }

export const partsOf = (condition: Joined) => ('all' in condition ? condition.all : condition.any)
export const join = (how: 'all' | 'any', parts: Condition[]): Joined =>
  how === 'all' ? { all: parts } : { any: parts }
