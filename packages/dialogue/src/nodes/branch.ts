import { z } from 'zod'
import type { NodeKind } from '../node-kind.ts'
import { idSchema } from '../settings.ts'
import { languageSchema } from '../language.ts'
import { fieldSchema } from '../value.ts'
import type { Value } from '../value.ts'
import type { Walk } from '../walk.ts'

const scalarSchema = z.union([z.string(), z.number(), z.boolean()])

/** What is known of one field. Of several choices `is` and `oneOf` ask whether they are among them. */
const testSchema = z.union([
  z.strictObject({ field: fieldSchema, is: scalarSchema }),
  z.strictObject({ field: fieldSchema, isNot: scalarSchema }),
  z.strictObject({ field: fieldSchema, oneOf: z.array(scalarSchema).min(1).max(100) }),
  z.strictObject({ field: fieldSchema, atLeast: z.number() }),
  z.strictObject({ field: fieldSchema, atMost: z.number() }),
  z.strictObject({ field: fieldSchema, answered: z.boolean() }),
  z.strictObject({ language: languageSchema }),
])
type Test = z.infer<typeof testSchema>

const conditionSchema = z.union([
  testSchema,
  z.strictObject({ all: z.array(testSchema).min(1).max(20) }),
  z.strictObject({ any: z.array(testSchema).min(1).max(20) }),
])
type Condition = z.infer<typeof conditionSchema>

export const branchForm = z.strictObject({
  kind: z.literal('branch'),
  cases: z
    .array(z.strictObject({ when: conditionSchema, next: idSchema }))
    .min(1)
    .max(100),
  otherwise: idSchema,
})

/** Goes where the first case that holds leads. */
export const branch: NodeKind<z.infer<typeof branchForm>> = {
  schema: branchForm,
  leads: ({ cases, otherwise }) => [...cases.map(({ next }) => next), otherwise],
  texts: () => [],
  reads: ({ cases }) =>
    cases.flatMap(({ when }) => testsOf(when).flatMap((test) => ('field' in test ? [test.field] : []))),
  enter: ({ cases, otherwise }, walk) => cases.find(({ when }) => holds(when, walk))?.next ?? otherwise,
}

function testsOf(condition: Condition): readonly Test[] {
  if ('all' in condition) return condition.all
  return 'any' in condition ? condition.any : [condition]
}

function holds(condition: Condition, walk: Walk): boolean {
  const tests = testsOf(condition)
  return 'any' in condition ? tests.some((test) => passes(test, walk)) : tests.every((test) => passes(test, walk))
}

function passes(test: Test, walk: Walk): boolean {
  if ('language' in test) return walk.session.language === test.language
  const value = walk.value(test.field)
  if ('answered' in test) return (value !== undefined) === test.answered
  if ('is' in test) return isAmong(value, test.is)
  if ('isNot' in test) return !isAmong(value, test.isNot)
  if ('oneOf' in test) return test.oneOf.some((one) => isAmong(value, one))
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number') return false
  return 'atLeast' in test ? number >= test.atLeast : number <= test.atMost
}

/** A contact's field is always a text: `3` is `"3"`. */
function isAmong(value: Value | undefined, wanted: string | number | boolean): boolean {
  if (Array.isArray(value)) return value.includes(String(wanted))
  return value !== undefined && typeof value !== 'object' && String(value) === String(wanted)
}
