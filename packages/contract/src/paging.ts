import { z } from 'zod'

/** The number of a record, in an address. */
export const idParams = z.object({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) })

/** The page after the one whose `next` is given as `cursor`. */
export const pageQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type PageQuery = z.infer<typeof pageQuery>

/** A page of a list, newest first; `next` is null on the last. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

/** Several records by number travel in the address as JSON: `[12,57]`. */
export const idsText = z
  .string()
  .regex(/^\[\d{1,15}(,\d{1,15}){0,999}\]$/)
  .transform((text) => text.slice(1, -1).split(',').map(Number))

/** An instant in ISO 8601, in UTC. */
export const instant = z.iso.datetime({ offset: true })
/** The answer to a command that has nothing to say. */
export const done = z.object({ done: z.literal(true) })
