import type { Language } from '../language.ts'

/** `YYYY-MM-DD` as the language writes it, day first; anything else as it is. */
export function formatDate(date: string, language: Language): string {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date) ?? []
  return year === undefined ? date : [day, month, year].join(language === 'en' ? '/' : '.')
}
