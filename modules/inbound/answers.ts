import type { Language } from '#modules/registration'

/** What the machine answers by itself where the office has no template. Each fits into one SMS in its own alphabet (70 characters). */
const ANSWERS: Record<'opted-out' | 'opted-in' | 'left' | 'no-reply', Record<Language, string>> = {
  'opted-out': {
    pl: 'Wypisano. Nie będziemy już pisać. Aby wrócić, napisz START.',
    en: 'You are unsubscribed and will get no more texts. To return: START.',
    uk: 'Вас відписано, більше не писатимемо. Щоб повернутися: START.',
  },
  'opted-in': {
    pl: 'Zapisano. Będziemy znów pisać. Aby się wypisać, napisz STOP.',
    en: 'You are subscribed again. To unsubscribe, text STOP.',
    uk: 'Вас підписано знову. Щоб відписатися, надішліть STOP.',
  },
  left: {
    pl: 'Wypisano z tej grupy. Aby wypisać się ze wszystkiego: STOP.',
    en: 'You have left this group. To leave everything, text STOP.',
    uk: 'Ви вийшли з цієї групи. Щоб відписатися від усього: STOP.',
  },
  'no-reply': {
    pl: 'Odpowiedzi na ten SMS nikt nie czyta. Prosimy o kontakt z urzędem.',
    en: 'Nobody reads replies to this text. Please contact the office.',
    uk: 'Відповіді на це SMS ніхто не читає. Зверніться до установи.',
  },
}

const JOINED: Record<Language, (group: string) => string> = {
  pl: (group) => `Zapisano: ${group}. Aby się wypisać, napisz STOP.`,
  en: (group) => `You have joined: ${group}. To unsubscribe, text STOP.`,
  uk: (group) => `Вас підписано: ${group}. Щоб відписатися, надішліть STOP.`,
}

const CLOSED: Record<Language, (opens: string) => string> = {
  pl: (opens) => `Dziękujemy. Urząd jest zamknięty, odpiszemy od ${opens}.`,
  en: (opens) => `Thank you. The office is closed; we will answer from ${opens}.`,
  uk: (opens) => `Дякуємо. Установу зачинено, відповімо з ${opens}.`,
}

export function answerText(what: keyof typeof ANSWERS, language: Language): string {
  return ANSWERS[what][language]
}

/** To who joined a group by its keyword. */
export function joinedText(group: string, language: Language): string {
  return JOINED[language](group)
}

/** To who wrote while the office was closed; `opens` as it is shown. */
export function closedText(opens: string, language: Language): string {
  return CLOSED[language](opens)
}
