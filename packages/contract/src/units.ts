import { z } from 'zod'

/** A department of the office. */
export const unit = z.object({ id: z.int(), name: z.string(), staff: z.int() }).meta({ id: 'Unit' })
export type Unit = z.infer<typeof unit>
export const unitList = z.object({ items: z.array(unit) })

/** `POST /units`, `PATCH /units/:id` */
export const newUnit = z.object({ name: z.string().trim().min(1).max(120) })
