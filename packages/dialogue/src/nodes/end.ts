import { z } from 'zod'
import type { NodeKind } from '../node-kind.ts'
import { idSchema } from '../settings.ts'
import { textSchema } from '../text.ts'

export const endForm = z.strictObject({
  kind: z.literal('end'),
  text: textSchema.optional(),
  /** By which the host tells one end from another; of the whole dialogue, not of a sub-dialogue. */
  outcome: idSchema.optional(),
})

/** Ends the sub-dialogue, or the dialogue. */
export const end: NodeKind<z.infer<typeof endForm>> = {
  schema: endForm,
  leads: () => [],
  texts: ({ text }) => (text ? [text] : []),
  enter({ text, outcome }, walk) {
    if (text) walk.send(walk.text(text))
    return walk.goBack(outcome)
  },
}
