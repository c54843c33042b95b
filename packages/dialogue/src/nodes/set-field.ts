import { z } from 'zod'
import type { NodeKind } from '../node-kind.ts'
import { idSchema } from '../settings.ts'
import { textSchema } from '../text.ts'
import { fieldSchema } from '../value.ts'
import type { Value } from '../value.ts'
import type { Walk } from '../walk.ts'

/** A constant, another field's value, a text with variables, or nothing at all. */
const sourceSchema = z.union([
  z.string().max(1_000),
  z.number(),
  z.boolean(),
  z.null(),
  z.strictObject({ field: fieldSchema }),
  z.strictObject({ text: textSchema }),
])
type Source = z.infer<typeof sourceSchema>

export const setFieldForm = z.strictObject({
  kind: z.literal('set-field'),
  field: fieldSchema,
  value: sourceSchema,
  next: idSchema,
})

/** Writes a field of the contact, and knows it in this dialogue from now on. */
export const setField: NodeKind<z.infer<typeof setFieldForm>> = {
  schema: setFieldForm,
  leads: ({ next }) => [next],
  texts: ({ value }) => (hasText(value) ? [value.text] : []),
  reads: ({ value }) => (hasField(value) ? [value.field] : []),
  enter({ field, value: source, next }, walk) {
    const value = read(source, walk)
    if (value !== null) walk.keep(field, value)
    walk.emit({ is: 'set-field', node: walk.here, field, value })
    return next
  },
}

function read(source: Source, walk: Walk): Value | null {
  if (hasField(source)) return walk.value(source.field) ?? null
  return hasText(source) ? walk.text(source.text) : source
}

function hasField(source: Source): source is Extract<Source, { field: string }> {
  return typeof source === 'object' && source !== null && 'field' in source
}

function hasText(source: Source): source is Extract<Source, { text: object }> {
  return typeof source === 'object' && source !== null && 'text' in source
}
