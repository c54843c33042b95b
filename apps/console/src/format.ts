import i18next from 'i18next'

/** English as Europe writes it: the 24-hour clock, the day before the month. */
const locale = () => (i18next.language === 'en' ? 'en-GB' : i18next.language)

/** Groups from the first thousand on: alone, Polish would write 4812 but 10 000. */
export const formatNumber = (value: number) => new Intl.NumberFormat(locale(), { useGrouping: 'always' }).format(value)

/** 0…1 as whole per cent, never 100 % before it is all. */
export const formatShare = (share: number) =>
  new Intl.NumberFormat(locale(), { style: 'percent' }).format(Math.floor(share * 100) / 100)

/** The amount in the currency itself. */
export const formatMoney = (money: { amount: number; currency: string }) =>
  new Intl.NumberFormat(locale(), {
    style: 'currency',
    currency: money.currency,
    useGrouping: 'always',
  }).format(money.amount)

/** The hour for today, else the day too. */
export function formatTime(iso: string): string {
  const at = new Date(iso)
  const today = at.toDateString() === new Date().toDateString()
  return new Intl.DateTimeFormat(locale(), {
    ...(today ? {} : { day: 'numeric', month: 'long' }),
    hour: 'numeric',
    minute: '2-digit',
  }).format(at)
}

/** Polish numbers in groups of three. */
export const formatPhone = (number: string) => number.replace(/^(\+48)(\d{3})(\d{3})(\d{3})$/, '$1 $2 $3 $4')

/** Two letters for a person's house or circle. */
export const initials = (name: string) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toLocaleUpperCase(locale()))
    .join('')
