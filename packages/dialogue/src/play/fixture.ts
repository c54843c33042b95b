import { z } from 'zod'
import { ENDINGS } from '../effect.ts'
import { eventSchema } from '../event.ts'
import { languageSchema } from '../language.ts'
import { timeZoneSchema } from '../settings.ts'
import { valueSchema } from '../value.ts'

export const CHANNELS = ['sms', 'web', 'voice', 'app', 'email'] as const
export const channelSchema = z.enum(CHANNELS)
export type Channel = z.infer<typeof channelSchema>

const openingSchema = z.strictObject({
  at: z.iso.datetime(),
  language: languageSchema.exactOptional(),
  contact: z.record(z.string(), z.string()).exactOptional(),
  timeZone: timeZoneSchema.exactOptional(),
})

/** What was seen and done on one channel, word for word. */
const playSchema = z.strictObject({
  channel: channelSchema,
  /** The first turn has no event: it is the opening's. `shows`: the rendering. `does`: all effects but what is shown. */
  turns: z.array(
    z.strictObject({ event: eventSchema.exactOptional(), shows: z.unknown().optional(), does: z.array(z.unknown()) }),
  ),
})
export type Play = z.infer<typeof playSchema>

/** One person's answers, the same whatever the channel. */
const storySchema = z.strictObject({
  about: z.string(),
  opening: openingSchema,
  answers: z.record(z.string(), valueSchema),
  /** Missing where the session still goes on. */
  ended: z.enum(ENDINGS).exactOptional(),
  plays: z.array(playSchema).min(1),
})
export type Story = z.infer<typeof storySchema>

/** A dialogue, and how it was played. */
export const fixtureSchema = z.strictObject({
  about: z.string(),
  definition: z.looseObject({}),
  stories: z.array(storySchema).min(1),
})
export type Fixture = z.infer<typeof fixtureSchema>
