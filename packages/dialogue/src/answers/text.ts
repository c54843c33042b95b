import { z } from 'zod'
import { UNCLEAR, understood } from '../answer-kind.ts'
import type { AnswerKind } from '../answer-kind.ts'

export const textForm = z.strictObject({
  kind: z.literal('text'),
  /** Longest, in UTF-16 units. Ten parts of an SMS are 1,530. */
  most: z.int().min(1).max(5_000).default(2_000),
})

/** Words of one's own, kept as they are. */
export const text: AnswerKind<z.infer<typeof textForm>> = {
  schema: textForm,
  takesAnything: true,
  reply: ({ most }) => ({ is: 'text', most }),
  fromText({ most }, said) {
    const words = said.trim()
    if (words === '') return UNCLEAR
    return words.length > most ? { is: 'too-long' } : understood(words)
  },
}
