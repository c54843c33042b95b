import { fold } from '@kurenda/sms-text'

/** A keyword as the router looks for it. */
export interface Keyword {
  /** Folded; one word or several: `tak siemiatycze`. */
  word: string
  /** The same for everyone; empty where a template or the group's own words answer. */
  answer: string
  templateId: number | null
  groupId: number | null
  /** Of the group that the keyword was taken from; its answer names it. */
  groupName: string | null
  /** Begins or names that dialogue. */
  dialogueId: number | null
}

export interface KeywordMatch {
  keyword: Keyword
  /** What was written after it, folded: a name, a place. */
  rest: string
}

/** After this many words more it is a sentence that happens to begin with the word, and a person should read it. */
const mostWordsAfter = 2
/** Shorter words are too close to each other for a typo to be certain: TAK, TAM; NIE, NIC. */
const shortestWithTypo = 6

/**
 * The keyword that a text begins with, or is: `TAK.SIEMIATYCZE`, `tak siemiatycze`, `TakSiemiatycze`, `Tak siemiatyczee`. The
 * longest wins; a typo counts only where no keyword is written exactly and only one is meant.
 */
export function matchKeyword(text: string, keywords: readonly Keyword[]): KeywordMatch | undefined {
  if (keywords.length === 0) return undefined
  const words = fold(text)
    .split(' ')
    .filter((word) => word !== '')
  return find(words, keywords, isWritten) ?? find(words, keywords, isMeant)
}

function find(
  words: readonly string[],
  keywords: readonly Keyword[],
  fits: (written: string, keyword: string) => boolean,
): KeywordMatch | undefined {
  for (let count = words.length; count > 0 && words.length - count <= mostWordsAfter; count--) {
    const written = words.slice(0, count).join('')
    const fitting = keywords.filter((keyword) => fits(written, keyword.word))
    const [keyword, another] = fitting
    if (another) return undefined
    if (keyword) return { keyword, rest: words.slice(count).join(' ') }
  }
  return undefined
}

function isWritten(written: string, keyword: string): boolean {
  return written === keyword.replaceAll(' ', '')
}

/** One slip, and only inside a long word of the keyword. */
function isMeant(written: string, keyword: string): boolean {
  const words = keyword.split(' ')
  return words.some((word, index) => {
    if (word.length < shortestWithTypo) return false
    const before = words.slice(0, index).join('')
    const after = words.slice(index + 1).join('')
    if (written.length < before.length + after.length) return false
    if (!written.startsWith(before) || !written.endsWith(after)) return false
    return isOneSlip(written.slice(before.length, written.length - after.length), word)
  })
}

/** Whether one letter more, less, other, or two neighbours exchanged make `a` into `b`. */
function isOneSlip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  if (left.length <= 1 && right.length <= 1) return true
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0]
}
