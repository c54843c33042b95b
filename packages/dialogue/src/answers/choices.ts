import { z } from 'zod'
import { OUT_OF_RANGE, UNCLEAR, understood } from '../answer-kind.ts'
import type { AnswerKind, Understood } from '../answer-kind.ts'
import { pickSeveral } from '../understand/pick-several.ts'
import { choicesOf, choicesSchema, labelOf, labelsOf, optionsOf } from './choices-form.ts'

export const choicesForm = z.strictObject({
  kind: z.literal('choices'),
  choices: choicesSchema,
  /** How many may be named: all, where `most` is missing. */
  least: z.int().min(0).default(1),
  most: z.int().min(1).optional(),
})
type Choices = z.infer<typeof choicesForm>

/** Several of several. The value is their ids, in the order of the choices. */
export const choices: AnswerKind<Choices> = {
  schema: choicesForm,
  texts: (answer) => answer.choices.map((one) => one.label),
  reply: (answer, walk) => ({
    is: 'choices',
    choices: choicesOf(answer.choices, walk),
    least: answer.least,
    most: mostOf(answer),
  }),
  fromText(answer, text, walk) {
    const picked = pickSeveral(text, optionsOf(answer.choices, walk))
    if (picked.is === 'picked') return counted(answer, picked.ids)
    return picked.is === 'ambiguous' ? { is: 'ambiguous', between: labelsOf(answer.choices, picked.ids, walk) } : picked
  },
  fromChoices(answer, ids) {
    const known = answer.choices.map((one) => one.id).filter((id) => ids.includes(id))
    return known.length === new Set(ids).size ? counted(answer, known) : UNCLEAR
  },
  /** With more than nine a number has two digits, and `*` stands between them. */
  fromKeys: (answer, keys, walk) => choices.fromText(answer, keys.replaceAll('*', ' ').trim(), walk),
  read: (answer, value, language) =>
    (Array.isArray(value) ? value : []).map((id) => labelOf(answer.choices, id, language)).join(', '),
}

function counted(answer: Choices, ids: string[]): Understood {
  return ids.length < answer.least || ids.length > mostOf(answer) ? OUT_OF_RANGE : understood(ids)
}

function mostOf({ most, choices: all }: Choices): number {
  return Math.min(most ?? all.length, all.length)
}
