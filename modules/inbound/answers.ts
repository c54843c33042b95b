import type { Language } from '#modules/registration'

/** What the machine answers by itself. Each fits into one SMS in its own alphabet (70 characters). */
const ANSWERS: Record<'opted-out' | 'opted-in' | 'left', Record<Language, string>> = {
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
}

export function answerText(what: keyof typeof ANSWERS, language: Language): string {
  return ANSWERS[what][language]
}
