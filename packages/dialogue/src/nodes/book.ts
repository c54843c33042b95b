import { z } from 'zod'
import type { NodeKind } from '../node-kind.ts'
import { hearResult, outsideShape } from './outside.ts'

export const bookForm = z.strictObject({
  kind: z.literal('book'),
  action: z.enum(['reserve', 'confirm', 'cancel']).default('reserve'),
  /** A service of the host: what is visited. */
  service: z.string().min(1).max(100),
  ...outsideShape,
})

/** Reserves, confirms or cancels a visit; the term may be gone, so it waits for the result. */
export const book: NodeKind<z.infer<typeof bookForm>> = {
  schema: bookForm,
  leads: ({ next, whenFailed }) => [next, whenFailed],
  texts: () => [],
  reads: ({ send }) => send,
  enter({ action, service, send, patience }, walk) {
    walk.emit({ is: 'book', node: walk.here, action, service, values: walk.values(send) })
    walk.wakeAfter(patience)
    return undefined
  },
  hear: hearResult,
}
