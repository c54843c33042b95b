import { z } from 'zod'
import type { NodeKind } from '../node-kind.ts'
import { idSchema } from '../settings.ts'

export const subDialogueForm = z.strictObject({
  kind: z.literal('sub-dialogue'),
  /** Its first node; it ends at an `end`. */
  start: idSchema,
  next: idSchema,
})

/** Goes through a part that several places share, and comes back. */
export const subDialogue: NodeKind<z.infer<typeof subDialogueForm>> = {
  schema: subDialogueForm,
  leads: ({ start, next }) => [start, next],
  texts: () => [],
  enter: ({ start, next }, walk) => walk.goInto(start, next),
}
