import { Temporal } from 'temporal-polyfill'
import { publicHolidays } from './public-holidays.ts'

export interface OpeningHours {
  /** IANA name of the organization's time zone. */
  timeZone: string
  /** Local wall time, `HH:MM`; Monday is 1. */
  opens: readonly { day: number; from: string; until: string }[]
  /** Closed on Poland's public holidays. */
  publicHolidays: boolean
  /** Other days without work, YYYY-MM-DD. */
  closedOn: readonly string[]
}

interface Stretch {
  /** Milliseconds since the epoch. */
  from: number
  until: number
}

/** An office that opens on no day of so many is taken for closed for good. */
const daysAhead = 400
const minuteMs = 60_000

/**
 * When an office works. Counted in local wall time, so that a day of 23 or 25 hours comes out right; a day that was worked out
 * once is kept.
 */
export class OfficeCalendar {
  readonly #hours: OpeningHours
  readonly #days = new Map<string, readonly Stretch[]>()
  readonly #closed: Set<string>
  readonly #holidays = new Map<number, Set<string>>()

  constructor(hours: OpeningHours) {
    this.#hours = hours
    this.#closed = new Set(hours.closedOn)
  }

  isOpen(at: Date): boolean {
    const ms = at.getTime()
    return this.#stretches(this.#dayOf(at)).some(({ from, until }) => from <= ms && ms < until)
  }

  /** The next instant at which the office is open: `at` itself where it is; undefined where none comes. */
  opensAfter(at: Date): Date | undefined {
    for (const { from, until } of this.#from(at))
      if (until > at.getTime()) return new Date(Math.max(from, at.getTime()))
    return undefined
  }

  /** When it works within those days, in order; the first and last stretch may reach beyond. */
  between(from: Date, until: Date): { from: Date; until: Date }[] {
    const found: { from: Date; until: Date }[] = []
    for (const stretch of this.#from(from)) {
      if (stretch.from >= until.getTime()) break
      if (stretch.until > from.getTime()) found.push({ from: new Date(stretch.from), until: new Date(stretch.until) })
    }
    return found
  }

  /** The instant at which so much working time has passed since `at`; undefined where that never comes. */
  addWorkingMinutes(at: Date, minutes: number): Date | undefined {
    let left = minutes * minuteMs
    for (const { from, until } of this.#from(at)) {
      const begins = Math.max(from, at.getTime())
      if (until <= begins) continue
      if (until - begins >= left) return new Date(begins + left)
      left -= until - begins
    }
    return undefined
  }

  /** Stretches of that day and the days after it, in order. */
  *#from(at: Date): Generator<Stretch> {
    let day = this.#dayOf(at)
    for (let days = 0; days < daysAhead; days++, day = day.add({ days: 1 })) yield* this.#stretches(day)
  }

  #dayOf(at: Date): Temporal.PlainDate {
    return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(this.#hours.timeZone).toPlainDate()
  }

  #stretches(day: Temporal.PlainDate): readonly Stretch[] {
    const key = day.toString()
    const known = this.#days.get(key)
    if (known) return known
    const stretches = this.#isClosed(day.year, key)
      ? []
      : merged(
          this.#hours.opens
            .filter((one) => one.day === day.dayOfWeek)
            .map(({ from, until }) => ({ from: this.#instant(day, from), until: this.#instant(day, until) })),
        )
    this.#days.set(key, stretches)
    return stretches
  }

  /** A wall time that the change to summer time skips is the instant of the jump's other side (Temporal's `compatible`). */
  #instant(day: Temporal.PlainDate, time: string): number {
    const plainTime = Temporal.PlainTime.from(time)
    return day.toZonedDateTime({ timeZone: this.#hours.timeZone, plainTime }).epochMilliseconds
  }

  #isClosed(year: number, day: string): boolean {
    if (this.#closed.has(day)) return true
    if (!this.#hours.publicHolidays) return false
    let holidays = this.#holidays.get(year)
    if (!holidays) this.#holidays.set(year, (holidays = new Set(publicHolidays(year))))
    return holidays.has(day)
  }
}

/** In order, overlaps counted once. */
function merged(stretches: Stretch[]): Stretch[] {
  const result: Stretch[] = []
  for (const stretch of stretches.sort((a, b) => a.from - b.from)) {
    const last = result.at(-1)
    if (last && stretch.from <= last.until) last.until = Math.max(last.until, stretch.until)
    else if (stretch.from < stretch.until) result.push({ ...stretch })
  }
  return result
}
