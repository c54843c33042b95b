import i18next from 'i18next'
import { dateFormat, dayOf, keep } from './office-time.ts'

/** English as Europe writes it: the 24-hour clock, the day before the month. */
const locale = () => (i18next.language === 'en' ? 'en-GB' : i18next.language)

const numberFormat = keep((...given: [string, Intl.NumberFormatOptions]) => new Intl.NumberFormat(...given))
const relativeFormat = keep((locale: string) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))

/** Groups from the first thousand on: alone, Polish would write 4812 but 10 000. */
export const formatNumber = (value: number) => numberFormat(locale(), { useGrouping: 'always' }).format(value)

/** 0…1 as whole per cent, never 100 % before it is all. */
export const formatShare = (share: number) =>
  numberFormat(locale(), { style: 'percent' }).format(Math.floor(share * 100) / 100)

/** 0…1 as the nearest whole per cent: parts of a whole that are compared. */
export const formatPart = (share: number) =>
  numberFormat(locale(), { style: 'percent', maximumFractionDigits: 0 }).format(share)

/** One digit after the comma, e.g. of a mean. */
export const formatDecimal = (value: number) =>
  numberFormat(locale(), { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value)

/** A whole number with its sign, e.g. +34. */
export const formatSigned = (value: number) =>
  numberFormat(locale(), { signDisplay: 'exceptZero', maximumFractionDigits: 0 }).format(value)

/** The amount in the currency itself. */
export const formatMoney = (money: { amount: number; currency: string }) =>
  numberFormat(locale(), {
    style: 'currency',
    currency: money.currency,
    useGrouping: 'always',
  }).format(money.amount)

/** The day with its month, and its year where it is not this one; undefined: today. */
function otherDay(at: Date): Intl.DateTimeFormatOptions | undefined {
  const [day, today] = [dayOf(at), dayOf(Date.now())]
  if (day === today) return undefined
  return { day: 'numeric', month: 'long', ...(day.slice(0, 4) !== today.slice(0, 4) && { year: 'numeric' }) }
}

/** The hour for today, else the day too. */
export function formatTime(iso: string): string {
  const at = new Date(iso)
  return dateFormat(locale(), {
    ...otherDay(at),
    hour: 'numeric',
    minute: '2-digit',
  }).format(at)
}

/** The day alone, e.g. „22 września”; „dziś” for today. */
export function formatDay(iso: string): string {
  const at = new Date(iso)
  const day = otherDay(at)
  return day ? dateFormat(locale(), day).format(at) : relativeFormat(locale()).format(0, 'day')
}

/** E.g. „24 grudnia 2026”: of a day as YYYY-MM-DD. */
export const formatDate = (day: string) =>
  dateFormat(locale(), { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`))

/** The hour alone; `seconds` where they matter. */
export const formatClock = (ms: number, seconds = false) =>
  dateFormat(locale(), {
    hour: 'numeric',
    minute: '2-digit',
    ...(seconds && { second: '2-digit' }),
  }).format(ms)

/** E.g. „wtorek, 14 października, 17:09”. */
export const formatLongDay = (at: Date) =>
  dateFormat(locale(), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
  }).format(at)

/** E.g. „śr.”, of a day as YYYY-MM-DD. */
export const formatWeekday = (day: string, length: 'short' | 'long' = 'short') =>
  dateFormat(locale(), { weekday: length, timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`))

/** E.g. „października” or “October”: of a month as YYYY-MM. */
export const formatMonth = (month: string) =>
  dateFormat(locale(), { month: 'long', timeZone: 'UTC' }).format(new Date(`${month}-15T12:00:00Z`))

/** E.g. „4 godz. 12 min”; days from two on. */
export function formatMinutes(minutes: number): string {
  const unit = (value: number, of: 'day' | 'hour' | 'minute') =>
    numberFormat(locale(), { style: 'unit', unit: of, unitDisplay: of === 'day' ? 'long' : 'short' }).format(value)
  const whole = Math.max(0, Math.floor(minutes))
  if (whole >= 2880) return unit(Math.floor(whole / 1440), 'day')
  if (whole >= 60)
    return `${unit(Math.floor(whole / 60), 'hour')}${whole % 60 > 0 ? ` ${unit(whole % 60, 'minute')}` : ''}`
  return unit(whole, 'minute')
}

/** Polish numbers in groups of three. */
export const formatPhone = (number: string) => number.replace(/^(\+48)(\d{3})(\d{3})(\d{3})$/, '$1 $2 $3 $4')
