import { z } from 'zod'
import { UNCLEAR, understood } from '../answer-kind.ts'
import type { AnswerKind } from '../answer-kind.ts'
import { written } from '../value.ts'
import { pick } from '../understand/pick.ts'
import { choicesOf, choicesSchema, labelOf, labelsOf, optionsOf } from './choices-form.ts'

export const choiceForm = z.strictObject({ kind: z.literal('choice'), choices: choicesSchema })

/** One of several. The value is its id. */
export const choice: AnswerKind<z.infer<typeof choiceForm>> = {
  schema: choiceForm,
  texts: ({ choices }) => choices.map((one) => one.label),
  reply: ({ choices }, walk) => ({ is: 'choice', choices: choicesOf(choices, walk) }),
  fromText({ choices }, text, walk) {
    const picked = pick(text, optionsOf(choices, walk))
    if (picked.is === 'picked') return understood(picked.id)
    return picked.is === 'ambiguous' ? { is: 'ambiguous', between: labelsOf(choices, picked.ids, walk) } : picked
  },
  fromChoices({ choices }, ids) {
    const [id, another] = ids
    const known = another === undefined && choices.some((one) => one.id === id)
    return known && id !== undefined ? understood(id) : UNCLEAR
  },
  read: ({ choices }, value, language) => labelOf(choices, written(value), language),
}
