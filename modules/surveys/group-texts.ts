import type { Language } from '@kurenda/dialogue'
import { fold } from '@kurenda/sms-text'
import { stemWord } from './stem-word.ts'

export interface Written {
  text: string
  language: Language
}

/** A text with its words, each stem once. */
interface Read<Text extends Written> {
  one: Text
  words: Map<string, string>
}

/** Those that share a word. */
interface Part<Text extends Written> {
  stem: string
  texts: Read<Text>[]
}

export interface TextGroup {
  /** The word that these texts share, in the forms in which it is written most. */
  words: string[]
  count: number
  examples: string[]
}

const mostGroups = 20
const shownWords = 3
const shownExamples = 3
/** What one person alone says is no group. */
const least = 2

interface Word {
  stem: string
  written: string
}

/**
 * Parts texts by the words they share, whatever their endings: the word that is in most texts takes them, then the one that is in most of
 * those that are left, until no word is in two. A text is in one group, or among the others; equal texts in any order give equal groups.
 */
export function partTexts<Text extends Written>(texts: readonly Text[]): { parts: Part<Text>[]; others: Read<Text>[] } {
  let left: Read<Text>[] = texts.map((one) => ({ one, words: wordsOf(one) }))
  const parts: Part<Text>[] = []
  while (parts.length < mostGroups) {
    const stem = mostShared(left.map(({ words }) => words))
    if (stem === undefined) break
    parts.push({ stem, texts: left.filter(({ words }) => words.has(stem)) })
    left = left.filter(({ words }) => !words.has(stem))
  }
  return { parts, others: left }
}

/** The parts as they are told of: by their words, their number and a few examples. */
export function groupTexts(texts: readonly Written[]): { groups: TextGroup[]; others: number } {
  const { parts, others } = partTexts(texts)
  return { groups: parts.map(describePart), others: others.length }
}

export function describePart({ stem, texts }: Part<Written>): TextGroup {
  return {
    words: mostWritten(texts.map(({ words }) => words.get(stem) ?? '')),
    count: texts.length,
    examples: shortest(texts.map(({ one }) => one.text.trim())),
  }
}

/** Each stem once, with the word that was written for it first. */
function wordsOf({ text, language }: Written): Map<string, string> {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? []
  const stems = words.flatMap((written): Word[] => {
    const stem = stemWord(fold(written), language)
    return stem === undefined ? [] : [{ stem, written: written.toLocaleLowerCase(language) }]
  })
  return new Map(stems.reverse().map(({ stem, written }) => [stem, written]))
}

function mostShared(texts: readonly ReadonlyMap<string, string>[]): string | undefined {
  const counts = new Map<string, number>()
  for (const words of texts) for (const stem of words.keys()) counts.set(stem, (counts.get(stem) ?? 0) + 1)
  const [first] = [...counts].filter(([, count]) => count >= least).sort(mostThenAlphabet)
  return first?.[0]
}

function mostWritten(words: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts]
    .sort(mostThenAlphabet)
    .slice(0, shownWords)
    .map(([word]) => word)
}

function mostThenAlphabet([a, m]: [string, number], [b, n]: [string, number]): number {
  return n - m || (a < b ? -1 : 1)
}

/** Different ones, the shortest first: they say it most plainly. */
function shortest(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).slice(0, shownExamples)
}
