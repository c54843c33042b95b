import { z } from 'zod'
import { instant, page, pageQuery } from './paging.ts'
import { messageState } from './states.ts'

export const conversationState = z.enum(['waiting', 'answered', 'closed'])
/**
 * The lists of the inbox. `mine`: taken by me; `unassigned`: waiting and taken by nobody; `queue`: in one queue (give `queue`);
 * `overdue`: past their due time, the most overdue first; `snoozed`: the first to wake first; `mentioned`: where a note that I
 * have not seen names me; `broadcast`: answers to one (give `broadcast`).
 */
export const conversationView = z.enum([
  'all',
  'waiting',
  'answered',
  'closed',
  'mine',
  'unassigned',
  'queue',
  'overdue',
  'snoozed',
  'mentioned',
  'broadcast',
])
export type ConversationView = z.infer<typeof conversationView>

export const conversationQuery = pageQuery
  .extend({
    view: conversationView.default('all'),
    queue: z.coerce.number().int().positive().optional(),
    broadcast: z.coerce.number().int().positive().optional(),
  })
  .refine((query) => query.view !== 'queue' || query.queue !== undefined, { path: ['queue'], message: 'queue' })
  .refine((query) => query.view !== 'broadcast' || query.broadcast !== undefined, {
    path: ['broadcast'],
    message: 'broadcast',
  })

const person = z.object({ userId: z.string(), name: z.string() })

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
    /** When the resident should have an answer; null while nobody waits. */
    dueAt: instant.nullable(),
    snoozedUntil: instant.nullable(),
    queue: z.object({ id: z.int(), name: z.string() }).nullable(),
    assignee: person.nullable(),
    /** To be sent back with a change: 409 `conversation-changed` where somebody was faster. */
    version: z.int(),
  })
  .meta({ id: 'Conversation' })
export type Conversation = z.infer<typeof conversation>
export const conversationPage = page(conversation)
export type ConversationPage = z.infer<typeof conversationPage>

/** One text of a thread, or a note that only staff see. */
export const conversationEntry = z.object({
  id: z.int(),
  direction: z.enum(['in', 'out', 'note']),
  text: z.string(),
  at: instant,
  /** Who of the staff wrote it; null for the resident and for automatic answers. */
  author: z.string().nullable(),
  /** Of what went out; null for what came in and for what is not queued yet. */
  messageState: messageState.nullable(),
  /** Whom a note names. */
  mentions: z.array(person),
  attachments: z.array(z.object({ id: z.int(), name: z.string(), mediaType: z.string(), bytes: z.int() })),
})
export type ConversationEntry = z.infer<typeof conversationEntry>

/** Who is there just now; believe it no longer than `until`. */
const presence = person.extend({ doing: z.enum(['viewing', 'typing']), until: instant })
export const presentStaff = z.object({ others: z.array(presence) })
export type PresentStaff = z.infer<typeof presentStaff>
export const newPresence = z.object({ doing: z.enum(['viewing', 'typing', 'gone']) })

/** How an answer leaves: `from` is null where the resident could not write back, so that none is sent. */
const answering = z.object({
  from: z.string().nullable(),
  /** Of the channel. */
  sender: z.string(),
  /** In the currency itself. */
  pricePerPart: z.number(),
  currency: z.string(),
})

/** A conversation with its entries, oldest first. */
export const conversationThread = conversation.extend({
  optedOut: z.boolean(),
  answering,
  present: z.array(presence),
  entries: z.array(conversationEntry),
})
export type ConversationThread = z.infer<typeof conversationThread>

/** For scripts: conversations with what their residents wrote. */
export const threadPage = page(conversationThread)
export type ThreadPage = z.infer<typeof threadPage>

/** `GET /console-api/conversations/counts`: how many are in each of the lists, counted up to `mostCounted`. */
export const conversationCounts = z.object({
  waiting: z.int(),
  mine: z.int(),
  unassigned: z.int(),
  overdue: z.int(),
  snoozed: z.int(),
  mentioned: z.int(),
})
export type ConversationCounts = z.infer<typeof conversationCounts>
export const mostCounted = 1_000

const version = z.int().min(1)
/** Says which state of the conversation was seen. */
export const seenVersion = z.object({ version })
/** To a member of staff, a queue, or both; null takes it away; what is not named stays. */
export const assignment = z.object({
  version,
  userId: z.string().min(1).max(100).nullable().optional(),
  queue: z.int().positive().nullable().optional(),
})
export type Assignment = z.input<typeof assignment>
export const snooze = z.object({ version, until: instant })
export const newConversationNote = z.object({
  text: z.string().trim().min(1).max(5_000),
  /** User ids of staff who shall hear of it. */
  mentions: z.array(z.string().min(1).max(100)).max(50).default([]),
})
export type NewConversationNote = z.input<typeof newConversationNote>

export const searchQuery = pageQuery.extend({ q: z.string().trim().min(2).max(200) })
/** Entries that hold all the words, the newest first. */
export const foundEntry = z
  .object({
    entry: z.int(),
    conversation: z.int(),
    from: z.string(),
    /** Of the people known at that number, with commas; null where nobody is. */
    contactName: z.string().nullable(),
    direction: z.enum(['in', 'out', 'note']),
    text: z.string(),
    at: instant,
  })
  .meta({ id: 'FoundEntry' })
export type FoundEntry = z.infer<typeof foundEntry>
export const foundPage = page(foundEntry)
export type FoundPage = z.infer<typeof foundPage>

/** A queue is a named list of staff. */
export const queue = z
  .object({ id: z.int(), name: z.string(), isDefault: z.boolean(), members: z.array(person), waiting: z.int() })
  .meta({ id: 'Queue' })
export type Queue = z.infer<typeof queue>
export const queueList = z.object({ items: z.array(queue) })
export const savedQueue = z.object({
  name: z.string().trim().min(1).max(80),
  /** Where conversations lie that nobody put elsewhere. */
  isDefault: z.boolean().default(false),
  members: z.array(z.string().min(1).max(100)).max(500).default([]),
})
export type SavedQueue = z.input<typeof savedQueue>
