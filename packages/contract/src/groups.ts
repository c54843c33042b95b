import { z } from 'zod'

export const group = z.object({
  id: z.int(),
  name: z.string(),
  /** Who texts this word joins the group; case and Polish letters make no difference. */
  keyword: z.string().nullable(),
  members: z.int(),
})
export type Group = z.infer<typeof group>
export const groupList = z.object({ items: z.array(group) })
export type GroupList = z.infer<typeof groupList>

const name = z.string().trim().min(1).max(200)
const keyword = z.string().trim().min(2).max(30)
export const newGroup = z.object({ name, keyword: keyword.optional() })
export type NewGroup = z.input<typeof newGroup>
/** `PATCH …/groups/:id`: what is left out stays; a keyword of null is taken away. */
export const groupChange = z.object({ name: name.optional(), keyword: keyword.nullable().optional() })
export type GroupChange = z.input<typeof groupChange>

const members = z.array(z.int().positive()).max(10_000)
/** `POST …/groups/:id/members`: contacts by number, at most 10,000 each way. */
export const memberChange = z.object({ add: members.default([]), remove: members.default([]) })
export type MemberChange = z.input<typeof memberChange>
/** Who was not in it before, and who was. */
export const membersChanged = z.object({ added: z.int(), removed: z.int() })
