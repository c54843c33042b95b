import { fold } from '@kurenda/sms-text'

export type Language = 'pl' | 'en' | 'uk'

/**
 * Whole messages by which a person leaves or comes back. `any` is written the same in every language: the answer goes out in
 * the person's own. Compared after `fold`, so case, diacritics and punctuation do not matter. A typo never counts here.
 */
const OUT: Record<Language | 'any', readonly string[]> = {
  any: ['stop', 'stop sms', 'stopall', 'stop all', 's t o p'],
  pl: [
    'wypisz', 'wypisz mnie', 'wypisz się', 'wypisuję', 'wypisuję się', 'wypiszcie mnie', 'wypisać', 'chcę się wypisać',
    'proszę mnie wypisać', 'rezygnuję', 'rezygnacja', 'rezygnuję z sms', 'koniec', 'usuń', 'usuń mnie', 'usuńcie mnie', 'nie wysyłaj',
    'nie wysyłajcie', 'nie wysyłać', 'proszę nie wysyłać', 'nie piszcie', 'nie chcę', 'nie chcę sms', 'nie życzę sobie',
  ],
  en: ['unsubscribe', 'cancel', 'end', 'quit', 'remove me', 'opt out', 'optout', 'no more', 'stop it', 'stop texting me'],
  uk: [
    'стоп', 'відписатися', 'відписатись', 'відпишіть', 'відпишіть мене', 'відписка', 'відмова', 'відмовляюся', 'відмовляюсь',
    'кінець', 'зупинити', 'не надсилайте', 'не пишіть', 'скасувати',
  ],
} // oxfmt-ignore

const IN: Record<Language | 'any', readonly string[]> = {
  any: ['start'],
  pl: ['zapisz', 'zapisz mnie', 'zapisuję się', 'wracam', 'włącz', 'wznów'],
  en: ['subscribe', 'unstop', 'opt in', 'optin', 'resume'],
  uk: ['старт', 'підписатися', 'підписатись', 'підпишіть мене'],
}

/** A plain no or yes: an answer while something was asked, and a wish to leave or come back only when nothing was. */
const PLAIN_NO: Record<Language, readonly string[]> = { pl: ['nie'], en: ['no'], uk: ['ні'] }
const PLAIN_YES: Record<Language, readonly string[]> = { pl: ['tak'], en: ['yes'], uk: ['так'] }

/** What people add out of politeness, before or after. The longer first. */
const COURTESIES = [
  'bardzo dziękuję', 'dziękuję bardzo', 'dziękuję', 'dziękuje', 'dziękujemy', 'dzięki', 'dzieki wielkie', 'z góry dziękuję',
  'bardzo proszę', 'proszę', 'pozdrawiam', 'pozdrowienia', 'dzień dobry', 'thank you', 'thanks', 'thx', 'please', 'hello',
  'дуже дякую', 'дякую', 'будь ласка', 'добрий день', 'прошу',
].map(fold).sort((a, b) => b.length - a.length) // oxfmt-ignore

export interface Wish {
  what: 'out' | 'in'
  /** A plain yes or no, which counts only where nothing was asked. */
  plain: boolean
  /** Of the word, where it tells one. */
  language: Language | undefined
}

const wishes = new Map<string, Wish>()
for (const [what, plain, words] of [
  ['out', false, OUT],
  ['in', false, IN],
  ['out', true, PLAIN_NO],
  ['in', true, PLAIN_YES],
] as const) {
  for (const [language, list] of Object.entries(words)) {
    for (const word of list)
      wishes.set(fold(word), { what, plain, language: isLanguage(language) ? language : undefined })
  }
}

export function isLanguage(value: string): value is Language {
  return value === 'pl' || value === 'en' || value === 'uk'
}

/** What a whole message asks for, politeness and repetition set aside; undefined where it is anything else. */
export function wishOf(text: string): Wish | undefined {
  const folded = fold(text)
  return wishes.get(folded) ?? wishes.get(bare(folded))
}

/** `folded` without politeness and emoji around it, and a word said several times said once. */
function bare(folded: string): string {
  let rest = folded
    .replace(/[\p{So}\p{Emoji_Modifier}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  for (let before = ''; before !== rest;) {
    before = rest
    for (const courtesy of COURTESIES) {
      if (rest.endsWith(` ${courtesy}`)) rest = rest.slice(0, -courtesy.length - 1)
      if (rest.startsWith(`${courtesy} `)) rest = rest.slice(courtesy.length + 1)
    }
  }
  const words = rest.split(' ')
  return words.every((word) => word === words[0]) ? (words[0] ?? '') : rest
}
