import { z } from 'zod'
import { eventSchema } from '../event.ts'
import { languageSchema } from '../language.ts'
import { timeZoneSchema } from '../settings.ts'
import { valueSchema } from '../value.ts'

export const CHANNELS = ['sms', 'web', 'voice', 'app', 'email'] as const
export const channelSchema = z.enum(CHANNELS)
export type Channel = z.infer<typeof channelSchema>

export const openingSchema = z.strictObject({
  at: z.iso.datetime(),
  language: languageSchema.exactOptional(),
  contact: z.record(z.string(), z.string()).exactOptional(),
  timeZone: timeZoneSchema.exactOptional(),
})

/** What one person saw and did on one channel, word for word. */
export const playSchema = z.strictObject({
  channel: channelSchema,
  opening: openingSchema,
  /** The first turn has no event: it is the opening's. `shows`: the rendering. `does`: all effects but what is shown. */
  turns: z.array(
    z.strictObject({ event: eventSchema.exactOptional(), shows: z.unknown().optional(), does: z.array(z.unknown()) }),
  ),
  /** Answers and fields at the end. */
  answers: z.record(z.string(), valueSchema),
})
export type Play = z.infer<typeof playSchema>

/** A dialogue, and how it was played. */
export const fixtureSchema = z.strictObject({
  about: z.string(),
  /** All plays came to the same answers: one tally whatever the channel. */
  oneTally: z.boolean().default(false),
  definition: z.looseObject({}),
  plays: z.array(playSchema).min(1),
})
export type Fixture = z.infer<typeof fixtureSchema>
