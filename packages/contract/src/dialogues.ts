import { z } from 'zod'
import { instant, page } from './paging.ts'

export const dialogueState = z.enum(['draft', 'open', 'closed'])
export type DialogueState = z.infer<typeof dialogueState>

/** A dialogue as it is saved; the form of `definition` is in docs/dialogues.md, its `id` and `version` are given by the server. */
export const newDialogue = z.object({
  name: z.string().trim().min(1).max(200),
  /** Who texts it begins the dialogue. */
  keyword: z.string().trim().max(40).nullable().default(null),
  /** Whoever came to its end does not begin again. */
  once: z.boolean().default(false),
  closesAt: instant.nullable().default(null),
  definition: z.record(z.string(), z.unknown()),
})
export type NewDialogue = z.input<typeof newDialogue>

/** `PUT …/:id`: `version` is the one that was read; another in between makes 409 `dialogue-changed`. */
export const savedDialogue = z.object({ version: z.int().min(1), dialogue: newDialogue })

const heading = {
  id: z.int(),
  name: z.string(),
  keyword: z.string().nullable(),
  state: dialogueState,
  version: z.int(),
  once: z.boolean(),
  closesAt: instant.nullable(),
  closedAt: instant.nullable(),
}
export const dialogueSummary = z.object(heading).meta({ id: 'DialogueSummary' })
export const dialoguePage = page(dialogueSummary)

export const dialogue = z
  .object({ ...heading, definition: z.record(z.string(), z.unknown()), savedBy: z.string(), savedAt: instant })
  .meta({ id: 'Dialogue' })
export type Dialogue = z.infer<typeof dialogue>

/** Where a dialogue may ask outside. What is sent carries `Kurenda-Signature: sha256=…`, an HMAC of the body with the secret. */
export const dialogueHook = z.object({ name: z.string().trim().min(1).max(100), url: z.string().max(2000) })
/** The secret is told this once. */
export const savedDialogueHook = dialogueHook
  .extend({ id: z.int(), secret: z.string() })
  .meta({ id: 'SavedDialogueHook' })
export const dialogueHookList = z.object({ items: z.array(dialogueHook.extend({ id: z.int() })) })
