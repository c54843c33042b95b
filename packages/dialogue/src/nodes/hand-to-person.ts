import { z } from 'zod'
import type { NodeKind } from '../node-kind.ts'
import { textSchema } from '../text.ts'

export const handToPersonForm = z.strictObject({ kind: z.literal('hand-to-person'), text: textSchema.optional() })

/** Says so, in its own words or in the engine's, and ends the dialogue: a person of the office goes on with the conversation. */
export const handToPerson: NodeKind<z.infer<typeof handToPersonForm>> = {
  schema: handToPersonForm,
  leads: () => [],
  texts: ({ text }) => (text ? [text] : []),
  enter: ({ text }, walk) => walk.handOver('wanted', text && walk.text(text)),
}
