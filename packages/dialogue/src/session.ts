import { z } from 'zod'
import { ENDINGS } from './effect.ts'
import { languageSchema } from './language.ts'
import { timeZoneSchema } from './settings.ts'
import { valueSchema } from './value.ts'

/** One person in one dialogue: JSON, a few hundred bytes. */
export const sessionSchema = z.strictObject({
  dialogue: z.string(),
  version: z.int(),
  language: languageSchema,
  timeZone: timeZoneSchema.optional(),
  /** Where it stands. */
  node: z.string(),
  /** Where to go on after each sub-dialogue that it is in. */
  stack: z.array(z.string()),
  /** Answers to the present question that were not understood. */
  tries: z.int(),
  /** Reminders of the present question. */
  reminded: z.int(),
  /** When the event `timer` is wanted. */
  due: z.iso.datetime().optional(),
  /** Fields answered or set on the way, by key. */
  answers: z.record(z.string(), valueSchema),
  /** Of the contact's fields those that the dialogue reads, by key. */
  contact: z.record(z.string(), z.string()),
  ended: z.enum(ENDINGS).optional(),
})
export type Session = z.infer<typeof sessionSchema>
