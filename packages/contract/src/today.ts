import { z } from 'zod'

/** `GET …/figures/today`: what waits and what the last days held. */
export const today = z
  .object({
    /** Conversations in which a resident waits for an answer. */
    waiting: z.int(),
    /** From a resident's text to the staff's answer, in the middle of today's answers; null where there was none. */
    responseMinutes: z.int().nullable(),
    /** The last seven days, the oldest first; the last one is today, as the organization's clock says. */
    week: z.array(
      z.object({
        day: z.iso.date(),
        /** Messages of broadcasts that left on that day. */
        sent: z.int(),
        /** Texts that residents wrote. */
        answers: z.int(),
      }),
    ),
  })
  .meta({ id: 'Today' })
export type Today = z.infer<typeof today>
