import { textLanguage, type KeptOfficeHours, type TextLanguage } from '@kurenda/contract'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { OfficeCalendar } from './office-calendar.ts'

/** When the organization works, how soon it answers, and in whose name. */
export interface OfficePlan {
  name: string
  language: TextLanguage
  timeZone: string
  hours: KeptOfficeHours
  calendar: OfficeCalendar
  /** Of each channel, by its id. */
  senders: Map<number, string>
}

/** Of an office that saved none. */
const usualHours: KeptOfficeHours = {
  opens: [1, 2, 3, 4, 5].map((day) => ({ day, from: '07:30', until: '15:30' })),
  publicHolidays: true,
  closedOn: [],
  firstResponseMinutes: 480,
  answerWhenClosed: false,
  outOfHoursTemplate: null,
  noReplyTemplate: null,
  version: 0,
}

/** Days that were worked out for one batch serve the next. */
const calendars = new Map<string, OfficeCalendar>()
const mostCalendars = 200

/** Any role. @throws Problem `not-found` where there is no such organization */
export async function readOfficePlan(client: Client, organizationId: number): Promise<OfficePlan> {
  const { rows } = await client.query<{
    name: string
    language: string
    timeZone: string
    hours: KeptOfficeHours | null
    senders: Record<string, string> | null
  }>(
    `SELECT o.name, o.language, o.time_zone AS "timeZone", CASE WHEN h.organization_id IS NOT NULL THEN jsonb_build_object(
       'opens', h.opens, 'publicHolidays', h.public_holidays, 'closedOn', h.closed_on, 'firstResponseMinutes', h.first_response_minutes,
       'answerWhenClosed', h.answer_when_closed, 'outOfHoursTemplate', h.out_of_hours_template_id,
       'noReplyTemplate', h.no_reply_template_id, 'version', h.version) END AS hours,
       (SELECT jsonb_object_agg(c.id, c.sender) FROM channel c WHERE c.organization_id = o.id) AS senders
     FROM organization o LEFT JOIN office_hours h ON h.organization_id = o.id WHERE o.id = $1`,
    [organizationId],
  )
  const row = rows[0]
  if (!row) throw new Problem('not-found')
  const hours = row.hours ?? usualHours
  return {
    name: row.name,
    language: textLanguage.safeParse(row.language).data ?? 'pl',
    timeZone: row.timeZone,
    hours,
    calendar: calendarOf(row.timeZone, hours),
    senders: new Map(Object.entries(row.senders ?? {}).map(([id, sender]) => [Number(id), sender])),
  }
}

function calendarOf(timeZone: string, { opens, publicHolidays, closedOn }: KeptOfficeHours): OfficeCalendar {
  const key = JSON.stringify([timeZone, opens, publicHolidays, closedOn])
  let calendar = calendars.get(key)
  if (!calendar) {
    if (calendars.size >= mostCalendars) calendars.clear()
    calendars.set(key, (calendar = new OfficeCalendar({ timeZone, opens, publicHolidays, closedOn })))
  }
  return calendar
}

/** When a text of that time should be answered; null for an office that never opens. */
export function dueAfter(plan: OfficePlan, at: Date): Date | null {
  return plan.calendar.addWorkingMinutes(at, plan.hours.firstResponseMinutes) ?? null
}
