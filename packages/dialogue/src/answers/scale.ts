import { z } from 'zod'
import { OUT_OF_RANGE, UNCLEAR, understood } from '../answer-kind.ts'
import type { AnswerKind, Understood } from '../answer-kind.ts'
import { textSchema } from '../text.ts'
import { pointsIn } from '../understand/scale.ts'

export const scaleForm = z
  .strictObject({
    kind: z.literal('scale'),
    from: z.int().min(0).max(10).default(1),
    to: z.int().min(1).max(10).default(5),
    /** What the ends mean. */
    low: textSchema.optional(),
    high: textSchema.optional(),
  })
  .refine((scale) => scale.from < scale.to)
type Scale = z.infer<typeof scaleForm>

/** Points from one whole number to another: NPS is 0 to 10, CSAT and CES 1 to 5 or 7. */
export const scale: AnswerKind<Scale> = {
  schema: scaleForm,
  texts: ({ low, high }) => [low, high].filter((text) => text !== undefined),
  reply: ({ from, to, low, high }, walk) => ({
    is: 'scale',
    from,
    to,
    ...(low && { low: walk.text(low) }),
    ...(high && { high: walk.text(high) }),
  }),
  fromText(answer, text, walk) {
    const [points, another] = pointsIn(text, answer.to, walk.session.language)
    if (points === undefined) return UNCLEAR
    return another === undefined
      ? pointsOn(answer, points)
      : { is: 'ambiguous', between: [points, another].map(String) }
  },
  fromChoices(answer, ids) {
    const [points, another] = ids
    return points === undefined || another !== undefined || !/^\d{1,2}$/.test(points)
      ? UNCLEAR
      : pointsOn(answer, Number(points))
  },
}

function pointsOn({ from, to }: Scale, points: number): Understood {
  return Number.isInteger(points) && points >= from && points <= to ? understood(points) : OUT_OF_RANGE
}
