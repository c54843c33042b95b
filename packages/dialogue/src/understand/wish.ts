import { fold } from '@kurenda/sms-text'
import type { Language } from '../language.ts'
import { plain } from './plain.ts'

/** What a person may want at any question instead of answering it. */
export type Wish =
  | { is: 'stop' }
  | { is: 'person' }
  | { is: 'skip' }
  | { is: 'again' }
  | { is: 'language'; language: Language }

/**
 * Whole messages only. The router hears many more words of leaving before a dialogue sees the message; these are what no
 * dialogue may ever swallow, wherever it runs.
 */
const STOP = [
  'stop', 'stop sms', 'stopall', 'stop all', 's t o p', 'wypisz', 'wypisz mnie', 'wypisuję się', 'mnie wypisać', 'wypiszcie mnie', 'rezygnuję',
  'unsubscribe', 'opt out', 'optout', 'стоп', 'відписатися', 'відписатись', 'відпишіть мене', 'відмовляюся',
] // oxfmt-ignore
const PERSON = [
  'człowiek', 'z człowiekiem', 'rozmowa z człowiekiem', 'chcę rozmawiać z człowiekiem', 'konsultant', 'urzędnik', 'pracownik', 'operator',
  'human', 'a human', 'a person', 'agent', 'talk to a person', 'людина', 'з людиною', 'працівник', 'оператор',
] // oxfmt-ignore
const SKIP = [
  'pomiń', 'pomijam', 'pomin to', 'dalej', 'bez odpowiedzi', 'nie chcę odpowiadać', 'skip', 'pass', 'next', 'no answer',
  'пропустити', 'пропускаю', 'пропусти', 'далі',
] // oxfmt-ignore
const AGAIN = ['powtórz', 'jeszcze raz', 'repeat', 'again', 'повторіть', 'повтори', 'ще раз']
const LANGUAGE: Record<Language, readonly string[]> = {
  pl: ['pl', 'polski', 'po polsku', 'polish', 'in polish', 'польська', 'польською'],
  en: ['en', 'eng', 'english', 'in english', 'po angielsku', 'angielski', 'англійською', 'англійська'],
  uk: ['uk', 'ua', 'ukr', 'українська', 'українською', 'по українськи', 'по-українськи', 'po ukraińsku', 'ukraiński', 'ukrainian'],
} // oxfmt-ignore

const wishes = new Map<string, Wish>([
  ...STOP.map((word) => [fold(word), { is: 'stop' }] as const),
  ...PERSON.map((word) => [fold(word), { is: 'person' }] as const),
  ...SKIP.map((word) => [fold(word), { is: 'skip' }] as const),
  ...AGAIN.map((word) => [fold(word), { is: 'again' }] as const),
  ...(['pl', 'en', 'uk'] as const).flatMap((language) =>
    LANGUAGE[language].map((word) => [fold(word), { is: 'language', language }] as const),
  ),
])

/** What a whole message wishes; a word said several times ("STOP STOP") is said once. */
export function wishOf(text: string): Wish | undefined {
  const said = plain(text)
  return wishes.get(said) ?? (said.includes(' ') ? wishes.get(saidOnce(said)) : undefined)
}

function saidOnce(said: string): string {
  const [first = '', ...others] = said.split(' ')
  return others.every((word) => word === first) ? first : said
}
