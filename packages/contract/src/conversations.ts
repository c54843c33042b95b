import { z } from 'zod'
import { instant, page } from './paging.ts'
import { messageState } from './states.ts'

export const conversationState = z.enum(['waiting', 'answered', 'closed'])

export const conversation = z
  .object({
    id: z.int(),
    /** E.164. */
    from: z.string(),
    /** Of the people known at that number, with commas; null where nobody is. */
    contactName: z.string().nullable(),
    groups: z.array(z.string()),
    /** The broadcast it answers. */
    broadcast: z.object({ id: z.int(), name: z.string() }).nullable(),
    state: conversationState,
    unread: z.int(),
    lastText: z.string(),
    lastAt: instant,
    waitingSince: instant.nullable(),
  })
  .meta({ id: 'Conversation' })
export type Conversation = z.infer<typeof conversation>
export const conversationPage = page(conversation)
export type ConversationPage = z.infer<typeof conversationPage>

/** One text of a thread. */
export const conversationEntry = z.object({
  id: z.int(),
  direction: z.enum(['in', 'out']),
  text: z.string(),
  at: instant,
  /** Who of the staff wrote it; null for the resident and for automatic answers. */
  author: z.string().nullable(),
  /** Of what went out; null for what came in and for what is not queued yet. */
  messageState: messageState.nullable(),
})
export type ConversationEntry = z.infer<typeof conversationEntry>

/** A conversation with its entries, oldest first. */
export const conversationThread = conversation.extend({ optedOut: z.boolean(), entries: z.array(conversationEntry) })
export type ConversationThread = z.infer<typeof conversationThread>

export const newReply = z.object({ text: z.string().trim().min(1).max(1530) })
export type NewReply = z.input<typeof newReply>
export const replied = z.object({ entry: z.int() })
export type Replied = z.infer<typeof replied>

/** For scripts: conversations with what their residents wrote. */
export const threadPage = page(conversationThread)
export type ThreadPage = z.infer<typeof threadPage>
