import { z } from 'zod'
import { money } from './money.ts'

/** RFC 9457. `code` is stable and documented in docs/errors.md; `detail` is in the language of Accept-Language. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    /** Whether the same request may succeed later. */
    retryable: z.boolean(),
    /** Names the request in the server's log. */
    requestId: z.string(),
    /** What the sentence speaks of, e.g. `columns`. */
    params: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string()), money])).optional(),
    /** Which fields were wrong, for `invalid-request`. */
    fields: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof problem>
