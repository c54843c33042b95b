import type { Language } from '@kurenda/dialogue'

/** What is said by itself to who cannot take part any more. Each fits into one SMS in its own alphabet with a short title. */
const PHRASES: Record<'closed' | 'full' | 'already', Record<Language, (title: string) => string>> = {
  closed: {
    pl: (title) => `Dziękujemy! „${title}” już zamknięta, nie możemy doliczyć tej odpowiedzi.`,
    en: (title) => `Thank you! “${title}” has closed, so this answer can no longer be counted.`,
    uk: (title) => `Дякуємо! «${title}» вже закрито, цю відповідь не враховано.`,
  },
  full: {
    pl: (title) => `Dziękujemy! „${title}”: mamy już komplet odpowiedzi.`,
    en: (title) => `Thank you! “${title}” has all the answers it needs.`,
    uk: (title) => `Дякуємо! «${title}»: усі відповіді вже зібрано.`,
  },
  already: {
    pl: (title) => `Dziękujemy! Mamy już odpowiedź z tego numeru: „${title}”.`,
    en: (title) => `Thank you! We have an answer from this number already: “${title}”.`,
    uk: (title) => `Дякуємо! Ми вже маємо відповідь із цього номера: «${title}».`,
  },
}

export type Refusal = keyof typeof PHRASES

export function refusalText(why: Refusal, language: Language, title: string): string {
  return PHRASES[why][language](title)
}
