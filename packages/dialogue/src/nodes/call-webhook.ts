import { z } from 'zod'
import type { NodeKind } from '../node-kind.ts'
import { hearResult, outsideShape } from './outside.ts'

export const callWebhookForm = z.strictObject({
  kind: z.literal('call-webhook'),
  /** A webhook that the organization has set up, by its name: a dialogue holds no addresses and no keys. */
  hook: z.string().min(1).max(100),
  ...outsideShape,
})

/** Asks another system, and goes on with what it says. */
export const callWebhook: NodeKind<z.infer<typeof callWebhookForm>> = {
  schema: callWebhookForm,
  leads: ({ next, whenFailed }) => [next, whenFailed],
  texts: () => [],
  reads: ({ send }) => send,
  enter({ hook, send, patience }, walk) {
    walk.emit({ is: 'call-webhook', node: walk.here, hook, values: walk.values(send) })
    walk.wakeAfter(patience)
    return undefined
  },
  hear: hearResult,
}
