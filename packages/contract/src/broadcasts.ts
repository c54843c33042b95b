import { z } from 'zod'
import { money } from './money.ts'
import { instant, page, pageQuery } from './paging.ts'
import { totals } from './states.ts'

export const broadcastState = z.enum([
  'draft',
  /** A second person looks at it. */
  'review',
  'approved',
  'scheduled',
  'expanding',
  'sending',
  'paused',
  'finished',
  'cancelled',
])
export type BroadcastState = z.infer<typeof broadcastState>
export const priority = z.enum(['emergency', 'interactive', 'normal', 'bulk'])
export type Priority = z.infer<typeof priority>

/** Whether people may answer; a text to a `no_reply` broadcast gets one honest automatic answer. */
export const replies = z.enum(['two_way', 'no_reply'])
/** The languages in which residents are written to. */
export const residentLanguage = z.enum(['pl', 'en', 'uk'])
export type ResidentLanguage = z.infer<typeof residentLanguage>

/** A page of broadcasts; drafts only where their state is asked for. `q`: what the name or the text holds. */
export const broadcastQuery = pageQuery.extend({
  state: broadcastState.optional(),
  q: z.string().trim().min(1).max(200).optional(),
})

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
    /** The survey whose first question it puts. */
    survey: z.int().nullable(),
    totals,
    /** When it starts or started; null: at once. */
    sendAt: instant.nullable(),
    replies,
    /** Until then `…/undo` makes it a draft again, as if nothing was. */
    undoUntil: instant.nullable(),
    approvedBy: z.string().nullable(),
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

/** Who is written to: the union of all three, each person and each number once. */
export const audience = z.object({
  groups: z.array(z.int()).max(1000).default([]),
  segments: z.array(z.int()).max(100).default([]),
  /** As pasted: separated by commas, semicolons or lines. */
  numbers: z.string().max(1_000_000).default(''),
})
export type Audience = z.infer<typeof audience>

/** What a person writes into a draft. Everything but the text may still be missing. */
export const draftContent = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  /** In the organization's language; for people of another language see `translations`. Empty with a `template`: its texts are taken. */
  text: z.string().max(10_000).default(''),
  /** Where the text is from, and which version of it: the latest where none is named. What was changed since stays changed. */
  template: z.object({ id: z.int().positive(), version: z.int().positive().optional() }).optional(),
  translations: z.partialRecord(residentLanguage, text).default({}),
  /** Its first question is the text: `text` and `translations` are taken from it. */
  survey: z.int().positive().optional(),
  channel: z.string().min(1).max(100).optional(),
  sender: z.string().min(1).max(16).optional(),
  priority: priority.default('bulk'),
  replies: replies.default('two_way'),
  sendAt: instant.optional(),
  audience: audience.prefault({}),
  unit: z.int().optional(),
})
export type DraftContent = z.infer<typeof draftContent>

/** `PUT …/:id/draft`: `version` is the one that was read; another in between makes 409 `draft-changed`. */
export const savedDraft = z.object({ version: z.int().min(1), content: draftContent })

export const draft = z
  .object({
    id: z.int(),
    version: z.int(),
    state: broadcastState,
    /** Whether its recipients are counted as it stands. */
    prepared: z.boolean(),
    content: draftContent,
    savedBy: z.string().nullable(),
    savedAt: instant,
    reviews: z.array(
      z.object({
        verdict: z.enum(['asked', 'approved', 'returned']),
        version: z.int(),
        comment: z.string().nullable(),
        by: z.string(),
        at: instant,
      }),
    ),
  })
  .meta({ id: 'Draft' })
export type Draft = z.infer<typeof draft>

export const draftVersions = z.object({
  items: z.array(
    z.object({ version: z.int(), content: draftContent, savedBy: z.string().nullable(), savedAt: instant }),
  ),
})
export type DraftVersions = z.infer<typeof draftVersions>

/** `POST /console-api/broadcasts`: draft and count in one. Nothing is sent before `…/:id/confirm`. */
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
    /** How many were left out, by reason, e.g. `opted-out`, `duplicate`, `no-phone`. */
    excluded: z.record(z.string(), z.int()),
    /** At most 10,000 of them; all are counted. */
    rejected: z.array(rejectedLine),
    rejectedCount: z.int(),
    parts: z.int(),
    /** With what is expected to follow. */
    cost: money,
    /** Parts of the texts that a survey is expected to send after its first question; they are in the cost. */
    followUpParts: z.int(),
  })
  .meta({ id: 'Preparation' })
export type Preparation = z.infer<typeof preparation>

/** `…/:id/frequency`: how many of those for whom a draft was counted heard from the office lately, whatever it was about. */
export const audienceFrequency = z
  .object({
    recipients: z.int(),
    /** How many of them were looked at; where these are not all, the others are estimates. */
    looked: z.int(),
    /** Got something in the last 7 days. */
    week: z.int(),
    /** In the last 30 days. */
    month: z.int(),
    /** Four times or more in the last 30 days. */
    often: z.int(),
  })
  .meta({ id: 'AudienceFrequency' })
export type AudienceFrequency = z.infer<typeof audienceFrequency>

/**
 * `…/:id/confirm`. Inside quiet hours an immediate broadcast needs to be told: `send` it now all the same or `hold` it to their
 * end, else 409 `quiet-hours`.
 */
export const confirmation = z.object({
  quietHours: z.enum(['hold', 'send']).optional(),
  at: instant.optional(),
  /** What the sender saw; where it is no longer so, nothing is sent and 409 `size-changed` says what it is now. */
  expected: z.object({ recipients: z.int(), parts: z.int() }).optional(),
})
export type Confirmation = z.input<typeof confirmation>

/** `…/:id/resume`: at night only with `send`. */
export const resumption = z.object({ quietHours: z.enum(['hold', 'send']).optional() })

/** `…/:id/return`; what is to be changed. */
export const reviewComment = z.object({ comment: z.string().trim().max(2000).optional() })

/** `…/:id/test`: to oneself or colleagues, marked as a test, as the person at that place of the list would get it. */
export const testSend = z.object({
  numbers: z.array(z.string().min(1).max(30)).min(1).max(5),
  position: z.int().min(0).default(0),
  language: residentLanguage.optional(),
})
export const testSent = z.object({ sent: z.int() })

/** `…/:id/preview`: the text of one real person. */
export const previewQuery = z.object({
  position: z.coerce.number().int().min(0).optional(),
  /** The one with the most parts. */
  which: z.enum(['longest']).optional(),
})
export const preview = z
  .object({
    position: z.int(),
    of: z.int(),
    to: z.string(),
    language: z.string(),
    text: z.string(),
    encoding: z.enum(['gsm7', 'ucs2']),
    parts: z.int(),
    fields: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Preview' })
export type Preview = z.infer<typeof preview>

/** `…/:id/course`: how it stood at instants of its sending, oldest first; at the first everybody waits. */
export const course = z.object({ items: z.array(z.object({ at: instant, totals })) }).meta({ id: 'Course' })
export type Course = z.infer<typeof course>

/** `…/:id/resend`: again to those nobody knows the fate of, or to the failed, all of them or those of some reasons. */
export const resendRequest = z.object({
  what: z.enum(['uncertain', 'failed']),
  reasons: z.array(z.string().max(500)).max(100).optional(),
})
export const resent = z.object({ resent: z.int() })

/** Why messages of a broadcast did not arrive, the most frequent reason first. */
export const failures = z
  .object({
    items: z.array(
      z.object({
        state: z.enum(['failed', 'expired', 'uncertain']),
        /** As the provider said it. */
        reason: z.string(),
        /** What kind of reason it is. */
        kind: z.string(),
        count: z.int(),
        /** In the reader's language: what happened, and what to do. */
        explanation: z.string(),
        advice: z.string(),
      }),
    ),
  })
  .meta({ id: 'Failures' })
export type Failures = z.infer<typeof failures>

/** When a series goes out, in the organization's time zone. */
export const recurrence = z
  .object({
    every: z.enum(['day', 'week', 'month']),
    /** HH:MM; where the clock skips it in spring it is an hour later. */
    at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
    /** For `week`: 1 is Monday. */
    weekdays: z.array(z.int().min(1).max(7)).min(1).max(7).optional(),
    /** For `month`; where the month is shorter, its last day. */
    day: z.int().min(1).max(31).optional(),
    /** The last day on which it may go out. */
    until: z.iso.date().optional(),
  })
  .refine((rule) => rule.every !== 'week' || rule.weekdays !== undefined, { path: ['weekdays'], message: 'needed' })
  .refine((rule) => rule.every !== 'month' || rule.day !== undefined, { path: ['day'], message: 'needed' })
export type Recurrence = z.infer<typeof recurrence>

/** `POST …/series`: the broadcast is made anew from the draft's content at each time. */
export const newSeries = z.object({ draft: z.int(), rule: recurrence })
export const series = z
  .object({
    id: z.int(),
    state: z.enum(['running', 'paused', 'ended']),
    content: draftContent,
    rule: recurrence,
    /** Where an audience grew beyond this, the broadcast waits for a person's yes. */
    mostRecipients: z.int(),
    nextAt: instant.nullable(),
    createdBy: z.string().nullable(),
  })
  .meta({ id: 'Series' })
export const seriesList = z.object({ items: z.array(series) })
export type SeriesList = z.infer<typeof seriesList>

/** What a month may cost, for one unit or (null) the whole organization. */
export const budget = z.object({
  unit: z.int().nullable(),
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
  amount: z.number().min(0).max(100_000_000),
})
export const budgetStatus = budget.extend({ spent: z.number() })
export const budgetList = z.object({ items: z.array(budgetStatus) })
export type BudgetList = z.infer<typeof budgetList>

/** How the organization sends. */
export const sendingRules = z
  .object({
    /** HH:MM to HH:MM, in which only emergencies go out unasked. */
    quietFrom: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
    quietUntil: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
    timeZone: z.string().max(60),
    /** Seconds for which a yes in the console can be taken back. */
    undoSeconds: z.int().min(0).max(600),
    /** From so many recipients on a second person approves; null: never. */
    approvalFrom: z.int().min(1).max(100_000_000).nullable(),
  })
  .meta({ id: 'SendingRules' })
export type SendingRules = z.infer<typeof sendingRules>
