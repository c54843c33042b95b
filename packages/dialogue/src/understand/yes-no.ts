import { fold } from '@kurenda/sms-text'
import type { Language } from '../language.ts'
import { plain } from './plain.ts'

const folded = (words: string) => new Set(words.split(', ').map((word) => fold(word) || word))
const squeezedSet = (words: string) => new Set([...folded(words)].map(squeezed))

const YES = squeezedSet(
  'tak, jasne, pewnie, oczywiście, zgoda, zgadzam, ok, okej, okay, dobrze, dobra, chętnie, potwierdzam, owszem, yes, yeah, yep, yup, ' +
    'sure, confirm, confirmed, agree, agreed, так, авжеж, звичайно, звісно, згода, згоден, згодна, добре, ага, підтверджую',
)
const NO = squeezedSet('nie, nein, niestety, odmawiam, niezgoda, nope, nah, never, ні, нє, нет, ніколи, відмовляюсь')
/** Slips and letters: a word among others is another word (“z tą ankietą” is no yes). */
const YES_ALONE = squeezedSet('ta, tk, tka, t, y, т')
const NO_ALONE = squeezedSet('n, ni, н')
/** Yes in words that look like no, and no that has no word of its own. Said by the whole message. */
const YES_PHRASES = folded(
  'nie ma problemu, nie ma sprawy, czemu nie, dlaczego nie, no problem, why not, чому ні, без проблем, no tak, no pewnie, no jasne, no ba, +, 1, 👍, 👌, ✅',
)
const NO_PHRASES = folded('no nie, raczej nie, chyba nie, not really, no thanks, 2, 0, 👎, ❌')
/** Neither: a person who does not know has not said no. */
const UNSURE =
  /\b(nie (wiem|rozumiem|jestem|mam pojecia|pamietam|kojarze)|moze|zalezy|dont know|do not know|not sure|maybe)\b|не (знаю|впевнен|розумію)|можливо/u

/** `true`, `false`, or `undefined` where an answer says neither or both. */
export function yesOrNo(text: string, language: Language): boolean | undefined {
  const said = plain(text) || text.trim()
  if (YES_PHRASES.has(said)) return true
  if (NO_PHRASES.has(said)) return false
  if (YES_ALONE.has(squeezed(said))) return true
  if (NO_ALONE.has(squeezed(said))) return false
  if (UNSURE.test(said)) return undefined
  const words = said.split(' ').map(squeezed)
  const isNo = (word: string) => NO.has(word) || isEnglishNo(word, language)
  const no = words.some(isNo)
  // "nie zgadzam się" is no, though "zgadzam się" is yes.
  const yes = words.some((word, index) => YES.has(word) && !isNo(words[index - 1] ?? ''))
  return yes === no ? undefined : yes
}

/** "no" is no in English, and rather yes in Polish. */
function isEnglishNo(word: string, language: Language): boolean {
  return word === 'no' && language !== 'pl'
}

/** `taaak` is `tak`. */
function squeezed(word: string): string {
  return word.replace(/(\p{L})\1+/gu, '$1')
}
