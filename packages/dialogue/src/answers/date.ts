import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { OUT_OF_RANGE, UNCLEAR, understood } from '../answer-kind.ts'
import type { AnswerKind } from '../answer-kind.ts'
import { formatDate } from '../phrases/format-date.ts'
import { dateIn, todayAt } from '../understand/date.ts'
import { written } from '../value.ts'
import type { Walk } from '../walk.ts'

/** `today`, so many days from it (`+30`, `-7`), or a date. */
const boundSchema = z.union([z.literal('today'), z.string().regex(/^[+-]\d{1,4}$/), z.iso.date()])

export const dateForm = z.strictObject({
  kind: z.literal('date'),
  earliest: boundSchema.optional(),
  latest: boundSchema.optional(),
})
type DateAnswer = z.infer<typeof dateForm>

/** A day. The value is `YYYY-MM-DD`. */
export const date: AnswerKind<DateAnswer> = {
  schema: dateForm,
  reply(answer, walk) {
    const { earliest, latest } = boundsOf(answer, walk)
    return {
      is: 'date',
      ...(earliest && { earliest: earliest.toString() }),
      ...(latest && { latest: latest.toString() }),
    }
  },
  fromText(answer, text, walk) {
    const { today, earliest, latest } = boundsOf(answer, walk)
    const past = latest !== undefined && Temporal.PlainDate.compare(latest, today) <= 0
    const day = dateIn(text, { today, past })
    if (!day) return UNCLEAR
    if (earliest && Temporal.PlainDate.compare(day, earliest) < 0) return OUT_OF_RANGE
    return latest && Temporal.PlainDate.compare(day, latest) > 0 ? OUT_OF_RANGE : understood(day.toString())
  },
  /** `1503` and `15032026`. */
  fromKeys: (answer, keys, walk) =>
    date.fromText(
      answer,
      keys.replace(/^(\d\d)(\d\d)(\d{4})?$/, (_, day: string, month: string, year?: string) =>
        [day, month, year].filter(Boolean).join('.'),
      ),
      walk,
    ),
  read: (_answer, value, language) => formatDate(written(value), language),
}

function boundsOf({ earliest, latest }: DateAnswer, walk: Walk) {
  const today = todayAt(walk.at, walk.timeZone)
  return { today, earliest: boundOf(earliest, today), latest: boundOf(latest, today) }
}

function boundOf(bound: string | undefined, today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  if (bound === undefined || bound === 'today') return bound && today
  return /^[+-]\d{1,4}$/.test(bound) ? today.add({ days: Number(bound) }) : Temporal.PlainDate.from(bound)
}
