import { fold } from '@kurenda/sms-text'

/** Longer than any answer that is not a free text: what is beyond is not looked at, so that the work stays bounded. */
const LONGEST = 300

/** What people add out of politeness, before or after. The longer first. */
const COURTESIES = [
  'bardzo dziękuję', 'dziękuję bardzo', 'z góry dziękuję', 'dziękuję', 'dziękuje', 'dziękujemy', 'dzięki wielkie', 'dzięki', 'dzięks',
  'bardzo proszę', 'poproszę', 'poprosze', 'proszę', 'pozdrawiam', 'pozdrowienia', 'dzień dobry', 'witam', 'cześć',
  'many thanks', 'thank you', 'thanks', 'thx', 'please', 'pls', 'hello', 'hi',
  'щиро дякую', 'дуже дякую', 'дякую', 'спасибі', 'будь ласка', 'добрий день', 'прошу', 'вітаю',
].map(fold).sort((a, b) => b.length - a.length) // prettier-ignore

/**
 * What is left of an answer when case, diacritics, punctuation, politeness and decoration are set aside: "TAK, poproszę 😊"
 * is `tak`. What has nothing else stays: "👍", "proszę".
 */
export function plain(text: string): string {
  return withoutCourtesy(withoutSigns(fold(text.slice(0, LONGEST))))
}

function withoutSigns(folded: string): string {
  const letters = folded.replace(/[\p{So}\p{Emoji_Modifier}\s]+/gu, ' ').trim()
  return letters === '' ? folded : letters
}

function withoutCourtesy(folded: string): string {
  let rest = folded
  for (let before = ''; before !== rest;) {
    before = rest
    for (const courtesy of COURTESIES) {
      if (rest.endsWith(` ${courtesy}`)) rest = rest.slice(0, -courtesy.length - 1)
      if (rest.startsWith(`${courtesy} `)) rest = rest.slice(courtesy.length + 1)
    }
  }
  return rest
}
