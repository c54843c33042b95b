import { fold } from '@kurenda/sms-text'

/** Longer than any answer that is not a free text: what is beyond is not looked at, so that the work stays bounded. */
const LONGEST = 300

/** What people add out of politeness, before or after: of one to three words. */
const COURTESIES = new Set(
  [
    'bardzo dziękuję', 'dziękuję bardzo', 'z góry dziękuję', 'dziękuję', 'dziękuje', 'dziękujemy', 'dzięki wielkie', 'dzięki', 'dzięks',
    'bardzo proszę', 'poproszę', 'poprosze', 'proszę', 'pozdrawiam', 'pozdrowienia', 'dzień dobry', 'witam', 'cześć',
    'many thanks', 'thank you', 'thanks', 'thx', 'please', 'pls', 'hello', 'hi',
    'щиро дякую', 'дуже дякую', 'дякую', 'спасибі', 'будь ласка', 'добрий день', 'прошу', 'вітаю',
  ].map(fold),
) // oxfmt-ignore

/** Without one of these at an end there is no courtesy to look for. */
const POLITE_WORDS = new Set([...COURTESIES].flatMap((courtesy) => courtesy.split(' ')))

/** People answer alike, and each answer is looked at several times: the last so many are remembered. */
const MOST_KNOWN = 1_000
const known = new Map<string, string>()

/**
 * What is left of an answer when case, diacritics, punctuation, politeness and decoration are set aside: "TAK, poproszę 😊"
 * is `tak`. What has nothing else stays: "👍", "proszę".
 */
export function plain(text: string): string {
  const before = known.get(text)
  if (before !== undefined) return before
  const said = withoutCourtesy(withoutSigns(fold(text.slice(0, LONGEST))))
  if (text.length > LONGEST) return said
  if (known.size === MOST_KNOWN) known.clear()
  known.set(text, said)
  return said
}

function withoutSigns(folded: string): string {
  if (!/\p{So}|\p{Emoji_Modifier}/u.test(folded)) return folded
  const letters = folded.replace(/[\p{So}\p{Emoji_Modifier}\s]+/gu, ' ').trim()
  return letters === '' ? folded : letters
}

function withoutCourtesy(folded: string): string {
  const words = folded.split(' ')
  if (!POLITE_WORDS.has(words[0] ?? '') && !POLITE_WORDS.has(words.at(-1) ?? '')) return folded
  for (let length = Math.min(3, words.length - 1); length > 0; length--) {
    if (COURTESIES.has(words.slice(-length).join(' '))) return withoutCourtesy(words.slice(0, -length).join(' '))
    if (COURTESIES.has(words.slice(0, length).join(' '))) return withoutCourtesy(words.slice(length).join(' '))
  }
  return folded
}
