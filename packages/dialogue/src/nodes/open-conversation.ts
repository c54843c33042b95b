import { z } from 'zod'
import type { NodeKind } from '../node-kind.ts'
import { idSchema } from '../settings.ts'
import { textSchema } from '../text.ts'

export const openConversationForm = z.strictObject({
  kind: z.literal('open-conversation'),
  /** What the office reads first. */
  text: textSchema,
  subject: textSchema.optional(),
  next: idSchema,
})

/** Brings a matter to the inbox, and goes on with the dialogue. */
export const openConversation: NodeKind<z.infer<typeof openConversationForm>> = {
  schema: openConversationForm,
  leads: ({ next }) => [next],
  texts: ({ text, subject }) => (subject ? [text, subject] : [text]),
  enter({ text, subject, next }, walk) {
    walk.emit({
      is: 'open-conversation',
      node: walk.here,
      text: walk.text(text),
      ...(subject && { subject: walk.text(subject) }),
    })
    return next
  },
}
