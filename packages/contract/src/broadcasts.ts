import { z } from 'zod'
import { money } from './money.ts'
import { instant, page } from './paging.ts'
import { totals } from './states.ts'

export const broadcastState = z.enum(['draft', 'scheduled', 'expanding', 'sending', 'paused', 'finished', 'cancelled'])
export type BroadcastState = z.infer<typeof broadcastState>
export const priority = z.enum(['emergency', 'interactive', 'normal', 'bulk'])
export type Priority = z.infer<typeof priority>

/** One text to many people. */
export const broadcast = z
  .object({
    id: z.int(),
    name: z.string(),
    text: z.string(),
    channel: z.string(),
    sender: z.string(),
    priority,
    state: broadcastState,
    recipients: z.int(),
    parts: z.int(),
    cost: money,
    totals,
    /** When it starts or started; null: at once. */
    sendAt: instant.nullable(),
    createdBy: z.string().nullable(),
    createdAt: instant,
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
  })
  .meta({ id: 'Broadcast' })
export type Broadcast = z.infer<typeof broadcast>
export const broadcastPage = page(broadcast)
export type BroadcastPage = z.infer<typeof broadcastPage>

const text = z.string().min(1).max(10_000)

/** `POST /console-api/broadcasts`: to groups, or to pasted numbers. Nothing is sent before `…/:id/confirm`. */
export const newBroadcast = z
  .object({
    name: z.string().max(200).optional(),
    text,
    channel: z.string().min(1).max(100).optional(),
    sender: z.string().min(1).max(16).optional(),
    priority: priority.default('bulk'),
    sendAt: instant.optional(),
    groups: z.array(z.int()).max(1000).optional(),
    /** As pasted: separated by commas, semicolons or lines. */
    numbers: z.string().max(1_000_000).optional(),
  })
  .refine((value) => Boolean(value.groups?.length) || Boolean(value.numbers?.trim()), {
    path: ['groups'],
    message: 'groups or numbers',
  })
export type NewBroadcast = z.input<typeof newBroadcast>

/** `POST /api/v1/broadcasts/prepare?…`; the body is the CSV itself. */
export const prepareQuery = z.object({
  text,
  channel: z.string().min(1).max(100).optional(),
  sender: z.string().min(1).max(16).optional(),
  priority: priority.default('bulk'),
  at: instant.optional(),
  phoneColumn: z.string().min(1).max(200).optional(),
  name: z.string().min(1).max(200).optional(),
})
export type PrepareQuery = z.input<typeof prepareQuery>

/** A line of the list that got nothing, and why: `fixed-line`, `premium`, `foreign`, `not-a-number`, `too-long`, … */
export const rejectedLine = z.object({ line: z.int(), reason: z.string() })

/** What confirming would send, and what it would cost. */
export const preparation = z
  .object({
    broadcast: z.int(),
    recipients: z.int(),
    duplicates: z.int(),
    optedOut: z.int(),
    /** At most 10,000 of them; all are counted. */
    rejected: z.array(rejectedLine),
    rejectedCount: z.int(),
    parts: z.int(),
    cost: money,
  })
  .meta({ id: 'Preparation' })
export type Preparation = z.infer<typeof preparation>

/**
 * `…/:id/confirm`. Inside quiet hours an immediate broadcast needs to be told: `send` it now all the same or `hold` it to their
 * end, else 409 `quiet-hours`.
 */
export const confirmation = z.object({ quietHours: z.enum(['hold', 'send']).optional(), at: instant.optional() })
export type Confirmation = z.input<typeof confirmation>

export const resent = z.object({ resent: z.int() })
