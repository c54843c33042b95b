import { z } from 'zod'
import { durationSchema } from './duration.ts'
import { languageSchema } from './language.ts'
import { textSchema } from './text.ts'

/** Names a node, a choice, a dialogue. */
export const idSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/)

/** How long a question waits for its answer. */
export const patienceSchema = z.strictObject({
  /** How often an answer that is not understood is asked for again. */
  retries: z.int().min(0).max(5).default(1),
  /** After how long each reminder goes out, counted from what was asked last. */
  remind: z.array(durationSchema).max(3).default([]),
  /** After how long, counted from what was asked last, the question is given up; never where missing. */
  expire: durationSchema.optional(),
})

export const timeZoneSchema = z.string().max(64).refine(isTimeZone)

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** The newest version of the form in which definitions are written. */
export const FORMAT = 1

/** A definition without its nodes. */
export const settingsSchema = z.strictObject({
  format: z.literal(FORMAT),
  id: idSchema,
  /** Of this dialogue: each published edit is a new one, and a session ends on the one that it began with. */
  version: z.int().min(1),
  title: textSchema,
  /** Each text has them all. The first is spoken where the person's own is missing. */
  languages: z.tuple([languageSchema], languageSchema).refine((all) => new Set(all).size === all.length),
  /** What "tomorrow" is counted in. */
  timeZone: timeZoneSchema.default('Europe/Warsaw'),
  /** The node to begin with. */
  start: idSchema,
  patience: patienceSchema.prefault({}),
  /** Where to go when an answer was not understood in spite of all retries; else to a person. */
  whenUnclear: idSchema.optional(),
  /** Where to go when nobody answers in time; else the dialogue ends. */
  whenSilent: idSchema.optional(),
})
export type Settings = z.infer<typeof settingsSchema>
