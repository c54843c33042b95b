import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { durationSchema } from '../duration.ts'
import type { NodeKind } from '../node-kind.ts'
import { idSchema } from '../settings.ts'
import { fieldSchema } from '../value.ts'
import type { Walk } from '../walk.ts'

/** A time of day, so many days before the date that a field holds. */
const untilSchema = z.strictObject({
  field: fieldSchema,
  daysBefore: z.int().min(0).max(366).default(0),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
})
type Until = z.infer<typeof untilSchema>

export const waitForm = z
  .strictObject({
    kind: z.literal('wait'),
    for: durationSchema.optional(),
    until: untilSchema.optional(),
    next: idSchema,
  })
  .refine((wait) => (wait.for === undefined) !== (wait.until === undefined))

/** Goes on later. What a person writes meanwhile belongs to the inbox. */
export const wait: NodeKind<z.infer<typeof waitForm>> = {
  schema: waitForm,
  leads: ({ next }) => [next],
  texts: () => [],
  reads: (node) => (node.until ? [node.until.field] : []),
  enter(node, walk) {
    if (node.for !== undefined) return walk.wakeAfter(node.for)
    const moment = node.until && momentOf(node.until, walk)
    return moment === undefined || moment <= Date.parse(walk.at)
      ? node.next
      : walk.wakeAt(new Date(moment).toISOString())
  },
  hear: ({ next }, event) => (event.is === 'timer' ? next : undefined),
}

/** In milliseconds of the epoch; a field that holds no date is not waited for, nor is a moment that has passed. */
function momentOf({ field, daysBefore, time }: Until, walk: Walk): number | undefined {
  const value = walk.value(field)
  if (typeof value !== 'string' || !z.iso.date().safeParse(value).success) return undefined
  return Temporal.PlainDate.from(value)
    .subtract({ days: daysBefore })
    .toZonedDateTime({ timeZone: walk.timeZone, plainTime: time }).epochMilliseconds
}
