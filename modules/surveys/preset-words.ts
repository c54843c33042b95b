import type { Language } from '@kurenda/dialogue'

type Words = Record<Language, string>

/** Said at the end where the office wrote nothing else. */
export const thanks: Words = {
  pl: 'Dziękujemy za odpowiedzi!',
  en: 'Thank you for your answers!',
  uk: 'Дякуємо за відповіді!',
}

/** What the ends of the usual scales mean. */
export const presets: Record<'nps' | 'csat' | 'ces', { from: number; to: number; low: Words; high: Words }> = {
  nps: {
    from: 0,
    to: 10,
    low: { pl: 'na pewno nie', en: 'not at all likely', uk: 'точно ні' },
    high: { pl: 'na pewno tak', en: 'extremely likely', uk: 'точно так' },
  },
  csat: {
    from: 1,
    to: 5,
    low: { pl: 'bardzo źle', en: 'very bad', uk: 'дуже погано' },
    high: { pl: 'bardzo dobrze', en: 'very good', uk: 'дуже добре' },
  },
  ces: {
    from: 1,
    to: 7,
    low: { pl: 'bardzo trudno', en: 'very hard', uk: 'дуже важко' },
    high: { pl: 'bardzo łatwo', en: 'very easy', uk: 'дуже легко' },
  },
}
