import { Temporal } from 'temporal-polyfill'

export interface QuietHours {
  /** IANA name of the organization's time zone. */
  timeZone: string
  /** `HH:MM[:SS]`; equal to `until` means that no hours are quiet. */
  from: string
  until: string
}

function isInside(time: Temporal.PlainTime, from: Temporal.PlainTime, until: Temporal.PlainTime): boolean {
  const afterFrom = Temporal.PlainTime.compare(time, from) >= 0
  const beforeUntil = Temporal.PlainTime.compare(time, until) < 0
  const overMidnight = Temporal.PlainTime.compare(from, until) > 0
  return overMidnight ? afterFrom || beforeUntil : afterFrom && beforeUntil
}

/**
 * When what is due at `at` may be sent: `at` itself, or the end of the quiet hours it falls into. Counted in local wall
 * time, so that the two odd days of the year come out right.
 */
export function afterQuietHours(at: Date, quiet: QuietHours): Date {
  const from = Temporal.PlainTime.from(quiet.from)
  const until = Temporal.PlainTime.from(quiet.until)
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(quiet.timeZone)
  if (!isInside(local.toPlainTime(), from, until)) return at
  const sameDay = Temporal.PlainTime.compare(local.toPlainTime(), until) < 0
  const day = sameDay ? local.toPlainDate() : local.toPlainDate().add({ days: 1 })
  return new Date(day.toZonedDateTime({ timeZone: quiet.timeZone, plainTime: until }).epochMilliseconds)
}
