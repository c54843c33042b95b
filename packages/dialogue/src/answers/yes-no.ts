import { z } from 'zod'
import { UNCLEAR, understood } from '../answer-kind.ts'
import type { AnswerKind } from '../answer-kind.ts'
import { phrases } from '../phrases/index.ts'
import { yesOrNo } from '../understand/yes-no.ts'

export const yesNoForm = z.strictObject({ kind: z.literal('yes-no') })

/** The value is `true` or `false`. By keys 1 is yes and 2 is no. */
export const yesNo: AnswerKind<z.infer<typeof yesNoForm>> = {
  schema: yesNoForm,
  reply: () => ({ is: 'yes-no' }),
  fromText(_answer, text, walk) {
    const said = yesOrNo(text, walk.session.language)
    return said === undefined ? UNCLEAR : understood(said)
  },
  fromChoices(_answer, ids) {
    const [id, another] = ids
    if (another !== undefined || (id !== 'yes' && id !== 'no')) return UNCLEAR
    return understood(id === 'yes')
  },
  read: (_answer, value, language) => phrases[language][value === true ? 'yes' : 'no'],
}
