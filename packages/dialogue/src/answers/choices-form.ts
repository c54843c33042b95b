import { fold } from '@kurenda/sms-text'
import { z } from 'zod'
import type { Choice } from '../prompt.ts'
import { perObject } from '../per-object.ts'
import { idSchema } from '../settings.ts'
import { fieldsOf, inLanguage, textSchema } from '../text.ts'
import type { Option } from '../understand/pick.ts'
import type { Language } from '../language.ts'
import type { Walk } from '../walk.ts'

const choiceSchema = z.strictObject({
  id: idSchema,
  label: textSchema,
  /** What else people call it, in any language. */
  synonyms: z.array(z.string().min(1).max(100)).max(50).optional(),
})
type ChoiceForm = z.infer<typeof choiceSchema>

/** The choices of a question, each id once. */
export const choicesSchema = z
  .array(choiceSchema)
  .min(1)
  .max(99)
  .refine((choices) => new Set(choices.map((choice) => choice.id)).size === choices.length)

/** Labels count in every language, so that "yes" is understood in the middle of a Polish dialogue. */
const fixedOptions = perObject((choices: readonly ChoiceForm[]): readonly Option[] =>
  choices.map((choice) => {
    const labels = isFixed(choice) ? Object.values(choice.label) : []
    return { id: choice.id, names: [...labels, ...(choice.synonyms ?? [])].map(fold) }
  }),
)

const areFixed = perObject((choices: readonly ChoiceForm[]) => choices.every(isFixed))

function isFixed({ label }: ChoiceForm): boolean {
  return fieldsOf(label).length === 0
}

export function choicesOf(choices: readonly ChoiceForm[], walk: Walk): Choice[] {
  return choices.map((choice) => ({ id: choice.id, label: walk.text(choice.label) }))
}

/** A label with variables is known only now. */
export function optionsOf(choices: readonly ChoiceForm[], walk: Walk): readonly Option[] {
  const fixed = fixedOptions(choices)
  if (areFixed(choices)) return fixed
  return choicesOf(choices, walk).map(({ id, label }, index) => ({
    id,
    names: [...(fixed[index]?.names ?? []), fold(label)],
  }))
}

export function labelOf(choices: readonly ChoiceForm[], id: string, language: Language): string {
  const choice = choices.find((one) => one.id === id)
  return choice ? inLanguage(choice.label, language, () => '') : id
}

export function labelsOf(choices: readonly ChoiceForm[], ids: readonly string[], walk: Walk): string[] {
  return choicesOf(
    choices.filter((choice) => ids.includes(choice.id)),
    walk,
  ).map((choice) => choice.label)
}
