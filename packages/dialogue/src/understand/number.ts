import { fold } from '@kurenda/sms-text'
import type { Language } from '../language.ts'
import { numbersInWords } from './number-words.ts'

/** Digits with a sign, thousands kept apart by spaces (by points or commas where the decimal sign follows), a decimal comma or point, and „tys.” behind. */
const DIGITS =
  /(?<![\p{L}\d])(?<sign>(?<!\d\s?)[-−])?(?<whole>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d{1,3}(?:\.\d{3})+(?=,\d)|\d{1,3}(?:,\d{3})+(?=\.\d)|\d+)(?:(?<mark>[.,])(?<part>\d+))?(?<thousand>\s*(?:tys|тис|k)\b)?/giu

/** The numbers that an answer says, in digits; where there are none, in words. "ok. 1 200,50 zł" → [1200.5]. */
export function numbersIn(text: string, language: Language): number[] {
  const written = text.normalize('NFKC').slice(0, 300)
  const digits = [...written.matchAll(DIGITS)].map((match) => valueOf(match.groups ?? {}, language))
  const numbers = digits.length > 0 ? digits : numbersInWords(fold(written).split(' '))
  return [...new Set(numbers.filter(Number.isFinite))]
}

function valueOf(groups: Record<string, string | undefined>, language: Language): number {
  const { sign, whole = '', mark, part, thousand } = groups
  const digits = whole.replace(/\D/g, '')
  const value = Number(isThousands(mark, part, digits, language) ? digits + (part ?? '') : `${digits}.${part ?? 0}`)
  return (sign === undefined ? 1 : -1) * value * (thousand === undefined ? 1 : 1000)
}

/** `1.200` is twelve hundred in Polish and Ukrainian, and `1,200` is in English: there it is not the decimal sign. */
function isThousands(mark: string | undefined, part: string | undefined, whole: string, language: Language): boolean {
  return part?.length === 3 && whole !== '0' && whole.length <= 3 && mark === (language === 'en' ? ',' : '.')
}
