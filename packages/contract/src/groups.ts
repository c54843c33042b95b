import { z } from 'zod'

export const group = z.object({ id: z.int(), name: z.string(), members: z.int() })
export type Group = z.infer<typeof group>
export const groupList = z.object({ items: z.array(group) })
export type GroupList = z.infer<typeof groupList>

/** `POST /api/v1/contacts/import?…`; the body is the CSV itself. */
export const importQuery = z.object({
  group: z.string().min(1).max(200),
  phoneColumn: z.string().min(1).max(200).optional(),
})
export const imported = z
  .object({
    group: z.string(),
    /** Lines that became people of the group. */
    imported: z.int(),
    duplicates: z.int(),
    /** At most 10,000 of them; all are counted. */
    rejected: z.array(z.object({ line: z.int(), reason: z.string() })),
    rejectedCount: z.int(),
  })
  .meta({ id: 'Imported' })
export type Imported = z.infer<typeof imported>
