import { z } from 'zod'
import { instant } from './paging.ts'

/** `version`: of the conversation as it was read; where it changed since, nothing is sent: 409 `conversation-changed`. */
export const newReply = z.object({ text: z.string().trim().min(1).max(1530), version: z.int().min(1).optional() })
export type NewReply = z.input<typeof newReply>
export const replied = z.object({ entry: z.int() })
export type Replied = z.infer<typeof replied>

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** When the office works, how soon it answers, and what it says by itself. */
export const officeHours = z
  .object({
    /** Monday is 1. Several stretches a day may be given. */
    opens: z
      .array(
        z
          .object({ day: z.int().min(1).max(7), from: clockTime, until: clockTime })
          .refine(({ from, until }) => from < until, { path: ['until'], message: 'from < until' }),
      )
      .min(1)
      .max(28),
    /** Closed on Poland's public holidays. */
    publicHolidays: z.boolean(),
    /** Other days without work. */
    closedOn: z.array(z.iso.date()).max(366),
    /** Of working time, from the resident's text to the answer. */
    firstResponseMinutes: z.int().min(1).max(60_000),
    /** Whether who writes while the office is closed is told so, once in a conversation and closed period. */
    answerWhenClosed: z.boolean(),
    outOfHoursTemplate: z.int().nullable(),
    noReplyTemplate: z.int().nullable(),
  })
  .meta({ id: 'OfficeHours' })
export type OfficeHours = z.infer<typeof officeHours>
export const keptOfficeHours = officeHours.extend({ version: z.int() })
export type KeptOfficeHours = z.infer<typeof keptOfficeHours>
/** `version`: the one that was read; 0 where nothing was saved yet. */
export const savedOfficeHours = officeHours.extend({ version: z.int().min(0) })

/** `GET /console-api/office-calendar`: working time around now, in order. What was promised is counted in it. */
export const officeCalendar = z.object({ open: z.array(z.object({ from: instant, until: instant })) })
export type OfficeCalendarAround = z.infer<typeof officeCalendar>

/** A keyword and what is answered to it: one text for all, or a template in the person's language. */
export const keyword = z
  .object({
    word: z.string(),
    answer: z.string(),
    template: z.int().nullable(),
    /** Who writes it joins this group. */
    group: z.int().nullable(),
  })
  .meta({ id: 'Keyword' })
export type Keyword = z.infer<typeof keyword>
export const keywordList = z.object({ items: z.array(keyword) })
export const savedKeyword = z.object({
  word: z.string().trim().min(1).max(60),
  answer: z.string().max(1530).default(''),
  template: z.int().positive().nullable().default(null),
  group: z.int().positive().nullable().default(null),
})
export type SavedKeyword = z.input<typeof savedKeyword>
export const keywordQuery = z.object({ word: z.string().min(1).max(60) })
