import type { Recurrence } from '@kurenda/contract'
import { Temporal } from 'temporal-polyfill'

/**
 * When a series goes out next, strictly after `after`, in the time zone of the organization; undefined once it has ended. A time
 * that the clock skips in spring is an hour later on that day; one that comes twice in autumn is the first of the two.
 */
export function nextOccurrence(rule: Recurrence, timeZone: string, after: Date): Date | undefined {
  const last = rule.until === undefined ? undefined : Temporal.PlainDate.from(rule.until)
  const at = Temporal.PlainTime.from(rule.at)
  let day = Temporal.Instant.fromEpochMilliseconds(after.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
  // A month has at most 31 days, so a monthly rule matches once within 62.
  for (let tries = 0; tries < 63; tries++, day = day.add({ days: 1 })) {
    if (last && Temporal.PlainDate.compare(day, last) > 0) return undefined
    if (!matches(rule, day)) continue
    const moment = new Date(day.toZonedDateTime({ timeZone, plainTime: at }).epochMilliseconds)
    if (moment > after) return moment
  }
  return undefined
}

function matches(rule: Recurrence, day: Temporal.PlainDate): boolean {
  switch (rule.every) {
    case 'day':
      return true
    case 'week':
      return rule.weekdays?.includes(day.dayOfWeek) ?? false
    case 'month':
      return day.day === Math.min(rule.day ?? 1, day.daysInMonth)
  }
}
