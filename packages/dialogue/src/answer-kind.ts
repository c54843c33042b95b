import type { ZodType } from 'zod'
import type { Language } from './language.ts'
import type { Misunderstanding, Reply } from './prompt.ts'
import type { Text } from './text.ts'
import type { Place, Value } from './value.ts'
import type { Walk } from './walk.ts'

export type Understood = { is: 'value'; value: Value } | Misunderstanding

/** One kind of answer that a question may take: its form, and how it understands what people give. */
export interface AnswerKind<A> {
  readonly schema: ZodType<A>
  texts?(answer: A): readonly Text[]
  /** Whatever is written is an answer. */
  readonly takesAnything?: boolean
  /** What a channel must know to ask for it. */
  reply(answer: A, walk: Walk): Reply
  fromText(answer: A, text: string, walk: Walk): Understood
  /** Ids of choices. A kind without it has none to give. */
  fromChoices?(answer: A, ids: readonly string[], walk: Walk): Understood
  /** Keys of a telephone, where they are more than a text of digits. */
  fromKeys?(answer: A, keys: string, walk: Walk): Understood
  fromLocation?(answer: A, place: Place, walk: Walk): Understood
  fromPhoto?(answer: A, photo: string, walk: Walk): Understood
  /** How the value reads in a text; as it is where missing. */
  read?(answer: A, value: Value, language: Language): string
}

export const UNCLEAR: Understood = { is: 'unclear' }
export const OUT_OF_RANGE: Understood = { is: 'out-of-range' }
export function understood(value: Value): Understood {
  return { is: 'value', value }
}
