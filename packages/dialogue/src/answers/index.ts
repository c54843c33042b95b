import { z } from 'zod'
import { UNCLEAR } from '../answer-kind.ts'
import type { AnswerKind, Understood } from '../answer-kind.ts'
import type { Given } from '../event.ts'
import type { Walk } from '../walk.ts'
import { choice, choiceForm } from './choice.ts'
import { choices, choicesForm } from './choices.ts'
import { date, dateForm } from './date.ts'
import { location, locationForm } from './location.ts'
import { number, numberForm } from './number.ts'
import { photo, photoForm } from './photo.ts'
import { scale, scaleForm } from './scale.ts'
import { text, textForm } from './text.ts'
import { yesNo, yesNoForm } from './yes-no.ts'

export const answerSchema = z.discriminatedUnion('kind', [
  choiceForm, choicesForm, numberForm, scaleForm, dateForm, textForm, locationForm, photoForm, yesNoForm,
]) // oxfmt-ignore
export type Answer = z.infer<typeof answerSchema>

/** A kind takes only answers of its own form: the schema has seen to that. */
export const answerKinds: Record<Answer['kind'], AnswerKind<Answer>> = {
  choice, choices, number, scale, date, text, location, photo, 'yes-no': yesNo,
} // oxfmt-ignore

/** What a person gave, as a value. Total: what a kind cannot take is unclear. */
export function understand(answer: Answer, given: Given, walk: Walk): Understood {
  const kind = answerKinds[answer.kind]
  if ('text' in given) return kind.fromText(answer, given.text, walk)
  if ('choices' in given) return kind.fromChoices?.(answer, given.choices, walk) ?? UNCLEAR
  if ('location' in given) return kind.fromLocation?.(answer, given.location, walk) ?? UNCLEAR
  if ('photo' in given) return kind.fromPhoto?.(answer, given.photo, walk) ?? UNCLEAR
  if ('skip' in given) return UNCLEAR
  const keys = given.keys.replace(/#$/, '')
  return kind.fromKeys?.(answer, keys, walk) ?? kind.fromText(answer, keys, walk)
}
