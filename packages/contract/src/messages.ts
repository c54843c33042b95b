import { z } from 'zod'
import { instant, page } from './paging.ts'
import { messageState } from './states.ts'

/** One text to one number. */
export const newMessage = z.object({
  /** As people write it; Polish numbers need no prefix. */
  to: z.string().min(1).max(30),
  text: z.string().min(1).max(2000),
  /** The organization's first when absent. */
  channel: z.string().min(1).max(100).optional(),
  sender: z.string().min(1).max(16).optional(),
  /** `interactive` overtakes every broadcast: for codes and answers. */
  priority: z.enum(['interactive', 'normal', 'bulk']).default('normal'),
  /** For how long the provider may try: a minute to a week, two days when absent. */
  validitySeconds: z.int().min(60).max(604_800).optional(),
})
export type NewMessage = z.infer<typeof newMessage>

/** How many messages one request may bring. */
export const mostMessages = 500

export const newMessageBatch = z.object({ messages: z.array(newMessage).min(1).max(mostMessages) })
/** `POST /api/v1/messages`: one message, or up to 500 under `messages`. */
export const newMessages = z.union([newMessage, newMessageBatch])

/** Kept for good and on its way. The id is opaque. */
export const acceptedMessage = z
  .object({ id: z.string(), to: z.string(), parts: z.int() })
  .meta({ id: 'AcceptedMessage' })
/** Not taken, and why; the others of its batch are. */
export const refusedMessage = z
  .object({ to: z.string(), code: z.string(), detail: z.string() })
  .meta({ id: 'RefusedMessage' })
/** In the order of the request. */
export const acceptedBatch = z.object({
  accepted: z.int(),
  refused: z.int(),
  messages: z.array(z.union([acceptedMessage, refusedMessage])),
})
export const acceptedMessages = z.union([acceptedMessage, acceptedBatch])

export const messageParams = z.object({ id: z.string().regex(/^\d{4}-\d\d-\d\d\.\d{1,15}$/) })

export const message = z
  .object({
    id: z.string(),
    to: z.string(),
    from: z.string(),
    text: z.string(),
    state: messageState,
    parts: z.int(),
    broadcast: z.int().nullable(),
    submittedAt: instant.nullable(),
    settledAt: instant.nullable(),
    /** Why it failed or is uncertain: the provider's code, or one of ours (`no-answer`, `sender-not-allowed`, …). */
    reason: z.string().nullable(),
    /** The same in words, in the language of Accept-Language; null where nothing went wrong. */
    explanation: z.string().nullable(),
  })
  .meta({ id: 'Message' })
export type Message = z.infer<typeof message>

/** `GET …/broadcasts/:id/messages` */
export const messageQuery = z.object({
  state: messageState.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const messagePage = page(message)
