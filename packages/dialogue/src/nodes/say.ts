import { z } from 'zod'
import type { NodeKind } from '../node-kind.ts'
import { idSchema } from '../settings.ts'
import { textSchema } from '../text.ts'

export const sayForm = z.strictObject({ kind: z.literal('say'), text: textSchema, next: idSchema })

/** Tells something and goes on. */
export const say: NodeKind<z.infer<typeof sayForm>> = {
  schema: sayForm,
  leads: ({ next }) => [next],
  texts: ({ text }) => [text],
  enter({ text, next }, walk) {
    walk.send(walk.text(text))
    return next
  },
}
