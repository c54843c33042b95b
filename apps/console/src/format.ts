import i18next from 'i18next'

export const formatNumber = (value: number) => new Intl.NumberFormat(i18next.language).format(value)

export const formatMoney = (money: { amount: number; currency: string }) =>
  new Intl.NumberFormat(i18next.language, { style: 'currency', currency: money.currency }).format(money.amount)

/** The hour for today, else the day too. */
export function formatTime(iso: string): string {
  const at = new Date(iso)
  const today = at.toDateString() === new Date().toDateString()
  return new Intl.DateTimeFormat(i18next.language, {
    ...(today ? {} : { day: 'numeric', month: 'long' }),
    hour: 'numeric',
    minute: '2-digit',
  }).format(at)
}

/** Polish numbers in groups of three. */
export const formatPhone = (number: string) => number.replace(/^(\+48)(\d{3})(\d{3})(\d{3})$/, '$1 $2 $3 $4')
