import { z } from 'zod'
import { languageSchema } from './language.ts'
import { valueSchema } from './value.ts'

/** What a person gave, in the way their channel gives it. */
export const givenSchema = z.union([
  z.strictObject({ text: z.string() }),
  /** Ids: of choices, `yes` or `no`, points of a scale. */
  z.strictObject({ choices: z.array(z.string()).max(100) }),
  /** Digits, `*`, `#`. */
  z.strictObject({ keys: z.string().max(32) }),
  z.strictObject({
    location: z.strictObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) }),
  }),
  /** Where the host keeps it. */
  z.strictObject({ photo: z.string().min(1).max(500) }),
  z.strictObject({ skip: z.literal(true) }),
])
export type Given = z.infer<typeof givenSchema>

/** Of four digits, and so is what is a year later. */
const at = z.iso.datetime().refine((moment) => moment < '9000')

/** What happens to a session. `at`: the moment, an ISO instant in UTC. */
export const eventSchema = z.discriminatedUnion('is', [
  z.strictObject({
    is: z.literal('answer'),
    at,
    given: givenSchema,
    /** The node that it answers, where the channel knows (a form does). Anything else than the current one is asked again. */
    to: z.string().optional(),
  }),
  /** The clock: counts from the session's `due` on, before it does nothing. */
  z.strictObject({ is: z.literal('timer'), at }),
  /** What came of a `call-webhook` or a `book`. */
  z.strictObject({
    is: z.literal('result'),
    at,
    of: z.string(),
    ok: z.boolean(),
    fields: z.record(z.string(), valueSchema).optional(),
  }),
  /** The person is back: what was asked last is asked again. */
  z.strictObject({ is: z.literal('resume'), at }),
  z.strictObject({ is: z.literal('language'), at, language: languageSchema }),
  /** STOP, a closed page, a hung-up phone: the end. */
  z.strictObject({ is: z.literal('leave'), at }),
])
export type Event = z.infer<typeof eventSchema>
