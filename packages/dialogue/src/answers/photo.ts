import { z } from 'zod'
import { UNCLEAR, understood } from '../answer-kind.ts'
import type { AnswerKind } from '../answer-kind.ts'

export const photoForm = z.strictObject({ kind: z.literal('photo') })

/** A picture. The value is where the host keeps it. */
export const photo: AnswerKind<z.infer<typeof photoForm>> = {
  schema: photoForm,
  reply: () => ({ is: 'photo' }),
  fromText: () => UNCLEAR,
  fromPhoto: (_answer, reference) => understood(reference),
}
