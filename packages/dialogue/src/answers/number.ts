import { z } from 'zod'
import { OUT_OF_RANGE, UNCLEAR, understood } from '../answer-kind.ts'
import type { AnswerKind } from '../answer-kind.ts'
import { formatNumber } from '../phrases/format-number.ts'
import { written } from '../value.ts'
import { numbersIn } from '../understand/number.ts'

export const numberForm = z.strictObject({
  kind: z.literal('number'),
  least: z.number().min(-1e9).max(1e9).default(0),
  most: z.number().min(-1e9).max(1e9).default(1e9),
  /** Decimal places, to which the answer is rounded; with none it has to be whole. */
  decimals: z.int().min(0).max(3).default(0),
})

export const number: AnswerKind<z.infer<typeof numberForm>> = {
  schema: numberForm,
  reply: ({ least, most, decimals }) => ({ is: 'number', least, most, decimals }),
  fromText({ least, most, decimals }, text, walk) {
    const [said, another] = numbersIn(text, walk.session.language)
    if (said === undefined) return UNCLEAR
    if (another !== undefined) {
      return { is: 'ambiguous', between: [said, another].map((one) => formatNumber(one, walk.session.language)) }
    }
    const value = Number(said.toFixed(decimals))
    if (decimals === 0 && value !== said) return OUT_OF_RANGE
    return value < least || value > most ? OUT_OF_RANGE : understood(value)
  },
  fromKeys: (answer, keys, walk) => number.fromText(answer, keys.replace('*', ','), walk),
  read: (_answer, value, language) => (typeof value === 'number' ? formatNumber(value, language) : written(value)),
}
