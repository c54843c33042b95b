import { columnKey } from '@kurenda/sms-text'
import { z } from 'zod'

export const placeSchema = z.union([
  z.strictObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) }),
  z.strictObject({ address: z.string() }),
])
export type Place = z.infer<typeof placeSchema>

/**
 * What a field holds: the id of a choice, ids of several, a number, yes or no, a date (`YYYY-MM-DD`), a text, a photo's
 * reference, a place.
 */
export const valueSchema = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), placeSchema])
export type Value = z.infer<typeof valueSchema>

/** A field's name as a person writes it; case, diacritics, spaces and dashes do not tell two fields apart. */
export const fieldSchema = z
  .string()
  .min(1)
  .max(64)
  .refine((name) => columnKey(name) !== '')
/** Under which a field is kept and found. */
export function keyOf(field: string): string {
  return /^[a-z0-9]+$/.test(field) ? field : columnKey(field)
}

/** A value in plain characters, the same in every language. */
export function written(value: Value): string {
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value !== 'object') return String(value)
  return 'address' in value ? value.address : `${value.lat}, ${value.lon}`
}
