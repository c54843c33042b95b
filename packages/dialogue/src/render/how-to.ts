import { formatDate } from '../phrases/format-date.ts'
import { formatNumber } from '../phrases/format-number.ts'
import type { Phrases } from '../phrases/phrases.ts'
import { phrases } from '../phrases/index.ts'
import type { Language } from '../language.ts'
import type { Misunderstanding, Prompt, Reply } from '../prompt.ts'

/** A number without bounds has these. */
const UNBOUNDED = 1e9

/** The bounds of an answer in words, empty where it has none: "od 1 do 5". */
export function rangeOf(reply: Reply, language: Language): string {
  const words = phrases[language]
  switch (reply.is) {
    case 'number': {
      if (reply.most >= UNBOUNDED)
        return reply.least <= 0 ? '' : words.range(formatNumber(reply.least, language), undefined)
      return words.range(formatNumber(reply.least, language), formatNumber(reply.most, language))
    }
    case 'scale':
      return words.range(String(reply.from), String(reply.to))
    case 'date':
      return words.range(
        reply.earliest && formatDate(reply.earliest, language),
        reply.latest && formatDate(reply.latest, language),
      )
    default:
      return ''
  }
}

/** How to answer, in one sentence. */
export function howTo(reply: Reply, way: Phrases['written'], language: Language): string {
  switch (reply.is) {
    case 'choice':
    case 'text':
    case 'location':
    case 'photo':
      return way[reply.is]
    case 'choices':
      return way.choices({ least: reply.least, most: reply.most, of: reply.choices.length })
    case 'yes-no':
      return way.yesNo
    case 'number':
    case 'scale':
      return way[reply.is](rangeOf(reply, language))
    case 'date':
      return way.date(rangeOf(reply, language), exampleOf(reply, language))
  }
}

/** A day that would do: with its year where the range is wider than one. */
function exampleOf({ earliest, latest }: Extract<Reply, { is: 'date' }>, language: Language): string {
  const day = formatDate(latest ?? earliest ?? '2026-03-15', language)
  const isWide = latest !== undefined && (earliest === undefined || yearOf(latest) > yearOf(earliest) + 1)
  return isWide ? day : day.slice(0, 5)
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4))
}

/** Why the answer before was not taken; the dialogue's own hint, where it has one. Empty where nothing went wrong. */
export function complaint({ again, question, language }: Prompt): string {
  if (again?.because !== 'misunderstood' || !question) return ''
  return again.hint ?? reason(again.why, question.reply, phrases[language])
}

function reason(why: Misunderstanding, reply: Reply, words: Phrases): string {
  switch (why.is) {
    case 'unclear':
    case 'required':
      return words[why.is]
    case 'ambiguous':
      return words.ambiguous(why.between)
    case 'too-long':
      return words.tooLong(reply.is === 'text' ? reply.most : 500)
    case 'out-of-range':
      return outOfRange(reply, words)
  }
}

function outOfRange(reply: Reply, words: Phrases): string {
  if (reply.is === 'choice') return words.noSuchNumber
  if (reply.is === 'date') return words.dateOutOfRange
  return reply.is === 'choices' ? words.notThese : words.numberOutOfRange
}

/** What the ends of a scale mean; empty for all else. */
export function endsOf(reply: Reply, language: Language): string {
  return reply.is === 'scale' ? phrases[language].ends(reply.from, reply.low, reply.to, reply.high) : ''
}
