import { z } from 'zod'
import { instant, page } from './paging.ts'
import { messageState } from './states.ts'

const by = z.string().nullable()

/** One thing that happened between the office and a person. */
export const moment = z
  .discriminatedUnion('is', [
    /** A text to them, of a broadcast or of an integrator; `at` is when it was handed over, or its day where it was not. */
    z.object({
      is: z.literal('message'),
      at: instant,
      text: z.string(),
      to: z.string(),
      state: messageState,
      broadcast: z.object({ id: z.int(), name: z.string() }).nullable(),
    }),
    /** What they wrote (`in`), what staff or the machine (`by` null) answered, what staff noted of the matter. */
    z.object({
      is: z.literal('entry'),
      at: instant,
      direction: z.enum(['in', 'out', 'note']),
      text: z.string(),
      by,
      conversation: z.int(),
    }),
    /** A refusal of messages, or its withdrawal. */
    z.object({
      is: z.literal('consent'),
      at: instant,
      what: z.enum(['opt_in', 'opt_out']),
      address: z.string(),
      /** What they wrote, or how they told staff. */
      words: z.string().nullable(),
      source: z.string(),
      by,
    }),
    z.object({ is: z.literal('note'), at: instant, id: z.int(), text: z.string(), by: z.string() }),
    z.object({ is: z.literal('group'), at: instant, group: z.object({ id: z.int(), name: z.string() }) }),
    /** Another contact became part of this one; `undoable` until either changes. */
    z.object({
      is: z.literal('merge'),
      at: instant,
      merge: z.int(),
      name: z.string().nullable(),
      by: z.string(),
      undoable: z.boolean(),
    }),
    z.object({ is: z.literal('trash'), at: instant }),
    /** `import`: of the list that brought them. */
    z.object({ is: z.literal('created'), at: instant, import: z.int().nullable() }),
  ])
  .meta({ id: 'Moment' })
export type Moment = z.infer<typeof moment>
export const timelinePage = page(moment)
export type TimelinePage = z.infer<typeof timelinePage>
