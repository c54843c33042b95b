import { Temporal } from 'temporal-polyfill'
import { DAY_WORDS, IN_WORDS, MONTHS, NEAR_DAYS, NEXT_WORDS, WEEKDAYS, WEEK_WORDS } from './calendar-words.ts'
import { numbersInWords } from './number-words.ts'
import { plain } from './plain.ts'

/** What a date is read against. */
export interface Calendar {
  today: Temporal.PlainDate
  /** A day without a year, or of a week, is the last one instead of the next: the question is of what has been. */
  past: boolean
}

/** Of the last minute and time zone asked for: a busy minute has thousands of answers, and a day ends on a whole minute. */
let lastDay: { minute: string; timeZone: string; day: Temporal.PlainDate } | undefined

export function todayAt(at: string, timeZone: string): Temporal.PlainDate {
  const minute = at.slice(0, 16)
  if (lastDay?.minute !== minute || lastDay.timeZone !== timeZone) {
    lastDay = { minute, timeZone, day: dayAt(at, timeZone) }
  }
  return lastDay.day
}

function dayAt(at: string, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(Date.parse(at)).toZonedDateTimeISO(timeZone).toPlainDate()
}

type Reading = (said: string, calendar: Calendar, text: string) => Temporal.PlainDate | undefined

const readings: readonly Reading[] = [iso, inDigits, nearDay, daysAhead, dayOfMonth, dayOfWeek]

/** "jutro", "w piątek", "za 3 dni", "15.03", "15 marca 2026", "March 15", "2026-03-15"; `undefined` for all else. */
export function dateIn(text: string, calendar: Calendar): Temporal.PlainDate | undefined {
  const said = plain(text)
  for (const read of readings) {
    const date = read(said, calendar, text)
    if (date) return date
  }
  return undefined
}

function iso(_said: string, _calendar: Calendar, text: string): Temporal.PlainDate | undefined {
  const [, year, month, day] = /(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/.exec(text) ?? []
  return year === undefined ? undefined : dateOf(Number(year), Number(month), Number(day))
}

/** Day before month, as in all three languages' countries. */
function inDigits(said: string, calendar: Calendar, text: string): Temporal.PlainDate | undefined {
  const pattern = /(?<![\d.])(\d{1,2})\s*[./-]\s*(\d{1,2})(?:\s*[./-]\s*(\d{4}|\d{2}))?(?!\d|\.\d)/g
  const [match, another] = [...text.slice(0, 300).matchAll(pattern)]
  const [, day, month, year] = match ?? /^(\d{1,2}) (\d{1,2})(?: (\d{4}))?$/.exec(said) ?? []
  return another || day === undefined ? undefined : inYear(year, Number(month), Number(day), calendar)
}

function nearDay(said: string, { today }: Calendar): Temporal.PlainDate | undefined {
  const days = NEAR_DAYS.get(said) ?? only(said.split(' ').map((word) => NEAR_DAYS.get(word)))
  return days === undefined ? undefined : today.add({ days })
}

function daysAhead(said: string, { today }: Calendar): Temporal.PlainDate | undefined {
  const words = said.split(' ')
  if (!words.some((word) => IN_WORDS.has(word))) return undefined
  const count = only(words.filter((word) => /^\d{1,3}$/.test(word)).map(Number)) ?? only(numbersInWords(words)) ?? 1
  if (!Number.isInteger(count)) return undefined
  if (words.some((word) => DAY_WORDS.has(word))) return today.add({ days: count })
  return words.some((word) => WEEK_WORDS.has(word)) ? today.add({ weeks: count }) : undefined
}

function dayOfMonth(said: string, calendar: Calendar): Temporal.PlainDate | undefined {
  const words = said.split(' ')
  const month = only(words.map((word) => MONTHS.get(word)))
  const numbers = words.flatMap((word) => /^(\d{1,4})(?:st|nd|rd|th|go)?$/.exec(word)?.[1] ?? [])
  const day = only(numbers.filter((number) => number.length <= 2))
  const year = only(numbers.filter((number) => number.length === 4))
  return month === undefined || day === undefined ? undefined : inYear(year, month, Number(day), calendar)
}

/** On a Friday "w piątek" is not today but the Friday to come (or the last one); "w przyszły piątek" is the one of the week after this. */
function dayOfWeek(said: string, { today, past }: Calendar): Temporal.PlainDate | undefined {
  const words = said.split(' ')
  const weekday = only(words.map((word) => WEEKDAYS.get(word)))
  if (weekday === undefined) return undefined
  if (past) return today.subtract({ days: ((today.dayOfWeek - weekday + 6) % 7) + 1 })
  const ahead = ((weekday - today.dayOfWeek + 6) % 7) + 1
  if (!words.some((word) => NEXT_WORDS.has(word))) return today.add({ days: ahead })
  return today.add({ days: weekday - today.dayOfWeek + 7 })
}

function inYear(
  year: string | undefined,
  month: number,
  day: number,
  { today, past }: Calendar,
): Temporal.PlainDate | undefined {
  if (year !== undefined) return dateOf(Number(year.length === 2 ? `20${year}` : year), month, day)
  const date = dateOf(today.year, month, day)
  if (!date) return undefined
  const order = Temporal.PlainDate.compare(date, today)
  if (past) return order > 0 ? dateOf(today.year - 1, month, day) : date
  return order < 0 ? dateOf(today.year + 1, month, day) : date
}

function dateOf(year: number, month: number, day: number): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' })
  } catch {
    return undefined
  }
}

/** The one value that is there, if it is one. */
function only<V>(values: readonly (V | undefined)[]): V | undefined {
  const found = values.filter((value) => value !== undefined)
  return found.length === 1 ? found[0] : undefined
}
