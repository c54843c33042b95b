import { z } from 'zod'
import type { NodeKind } from '../node-kind.ts'
import { idSchema } from '../settings.ts'
import { textSchema } from '../text.ts'
import { fieldSchema, placeSchema, written } from '../value.ts'
import type { Place } from '../value.ts'
import type { Walk } from '../walk.ts'

export const openReportForm = z.strictObject({
  kind: z.literal('open-report'),
  /** A category of the host, or the field that holds its id. */
  category: z.union([z.string().min(1).max(100), z.strictObject({ field: fieldSchema })]),
  description: textSchema.optional(),
  /** Fields that hold them. */
  place: fieldSchema.optional(),
  photo: fieldSchema.optional(),
  next: idSchema,
})
type OpenReport = z.infer<typeof openReportForm>

/** Files a report: what, where, and a picture of it. */
export const openReport: NodeKind<OpenReport> = {
  schema: openReportForm,
  leads: ({ next }) => [next],
  texts: ({ description }) => (description ? [description] : []),
  reads: ({ category, place, photo }) =>
    [typeof category === 'string' ? undefined : category.field, place, photo].filter((field) => field !== undefined),
  enter(node, walk) {
    const place = placeOf(node, walk)
    const photo = node.photo === undefined ? undefined : walk.value(node.photo)
    walk.emit({
      is: 'open-report',
      node: walk.here,
      category: categoryOf(node, walk),
      ...(node.description && { description: walk.text(node.description) }),
      ...(place && { place }),
      ...(typeof photo === 'string' && { photo }),
    })
    return node.next
  },
}

function categoryOf({ category }: OpenReport, walk: Walk): string {
  if (typeof category === 'string') return category
  const value = walk.value(category.field)
  return value === undefined ? '' : written(value)
}

/** A field of the contact holds an address as a text. */
function placeOf({ place }: OpenReport, walk: Walk): Place | undefined {
  const value = place === undefined ? undefined : walk.value(place)
  if (typeof value === 'string') return { address: value }
  const parsed = placeSchema.safeParse(value)
  return parsed.success ? parsed.data : undefined
}
