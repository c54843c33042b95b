import { fold } from '@kurenda/sms-text'
import { distance } from 'fastest-levenshtein'
import { numbersInWords } from './number-words.ts'
import { ordinalIn } from './ordinal.ts'
import { plain } from './plain.ts'

/** A choice, and all that people may call it: labels and synonyms, folded. */
export interface Option {
  id: string
  names: readonly string[]
}

/** Why an answer is no choice: it says nothing known, it may be one of several, or a number that none has. */
export type NotPicked = { is: 'unclear' } | { is: 'ambiguous'; ids: string[] } | { is: 'out-of-range' }
export type Picked = { is: 'picked'; id: string } | NotPicked

type Way = (said: string, options: readonly Option[]) => readonly Option[]

/** From the surest to the boldest: the first that finds something decides. */
const ways: readonly Way[] = [byNameOrPosition, byPositionAndName, byPart, byWord, bySlip]

export function pick(text: string, options: readonly Option[]): Picked {
  const said = plain(text)
  if (said === '') return { is: 'unclear' }
  for (const way of ways) {
    const [id, ...others] = new Set(way(said, options).map((option) => option.id))
    if (id !== undefined) return others.length === 0 ? { is: 'picked', id } : { is: 'ambiguous', ids: [id, ...others] }
  }
  return { is: /^\d+$/.test(said) ? 'out-of-range' : 'unclear' }
}

/** A label that is a number itself may mean another choice than the one at that position: both are meant. */
function byNameOrPosition(said: string, options: readonly Option[]): Option[] {
  const named = options.filter((option) => option.names.includes(said))
  const placed = options[positionIn(said) - 1]
  return placed ? [...named, placed] : named
}

const BEFORE_NUMBER =
  /^(?:(?:nr|numer|opcja|opcje|odpowiedz|odp|punkt|wybieram|biore|number|option|answer|номер|варіант|відповідь) )+/u
const LATIN = 'abcdefghijklmnopqrstuvwxyz'
const CYRILLIC = 'абвгдежзиіклмнопрстуфхц'

/** 1 for "1", "nr 1", "a", "jeden", "pierwsza"; NaN for anything else. */
function positionIn(said: string): number {
  const bare = said.replace(BEFORE_NUMBER, '')
  if (/^\d{1,2}$/.test(bare)) return Number(bare)
  if (bare.length === 1) return Math.max(LATIN.indexOf(bare), CYRILLIC.indexOf(bare)) + 1 || NaN
  const words = bare.split(' ')
  const [number] = words.every((word) => numbersInWords([word]).length === 1) ? numbersInWords(words) : []
  return number ?? ordinalIn(bare) ?? NaN
}

/** "2 park", "1 albo 2": every choice that a number or a name in it means. */
function byPositionAndName(said: string, options: readonly Option[]): Option[] {
  const [, rest] = /^\d{1,2} (.+)$/.exec(said) ?? []
  if (rest === undefined || isDenied(said, '')) return []
  const numbers = said.split(' ').flatMap((word) => (/^\d{1,2}$/.test(word) ? [Number(word)] : []))
  const placed = numbers.map((number) => options[number - 1])
  return [...placed.filter((option) => option !== undefined), ...byPart(rest, options)]
}

/** "wybieram park" has the label in it; "zielony" is in only one label. Of labels inside each other the longest counts. */
function byPart(said: string, options: readonly Option[]): Option[] {
  const inside = options.flatMap((option) =>
    option.names
      .filter((name) => name.length > 1 && hasWords(said, name) && !isDenied(said, name))
      .map((name) => ({ option, name })),
  )
  if (inside.length > 0) {
    return inside
      .filter(({ name }) => !inside.some((other) => other.name !== name && hasWords(other.name, name)))
      .map(({ option }) => option)
  }
  return said.length < 3 || /^\d/.test(said) || FILLERS.has(said)
    ? []
    : options.filter((option) => option.names.some((name) => hasWords(name, said)))
}

/** Words that stand in many labels and mean none. */
const FILLERS = new Set(
  'dla nad pod przy przez bez jest lub ale albo czy jak tylko bardzo the and for with from this one для над під при без або але'
    .split(' ')
    .map(fold),
)

/** "the gym" is the outdoor gym: a word that only one label has. In a long sentence such a word may be there by chance. */
function byWord(said: string, options: readonly Option[]): Option[] {
  const words = said.split(' ').filter((word) => word.length >= 3 && !FILLERS.has(word) && !/\d/.test(word))
  if (words.length > 4 || isDenied(said, '')) return []
  return options.filter((option) => option.names.some((name) => words.some((word) => hasWords(name, word))))
}

function hasWords(text: string, words: string): boolean {
  return ` ${text} `.includes(` ${words} `)
}

/** "nie park" is not the park. */
function isDenied(said: string, name: string): boolean {
  return /(^| )(nie|not|no|не|ні)( |$)/u.test(said) && !/(^| )(nie|not|no|не|ні)( |$)/u.test(name)
}

/** The closest by slips of the finger; two that are equally close are both meant. */
function bySlip(said: string, options: readonly Option[]): Option[] {
  if (isDenied(said, '') || /\d/.test(said)) return []
  const words = said.split(' ')
  const close = options.flatMap((option) => {
    const slips = Math.min(...option.names.map((name) => slipsBetween(name, said, words)))
    return Number.isFinite(slips) ? [{ option, slips }] : []
  })
  const fewest = Math.min(...close.map(({ slips }) => slips))
  return close.filter(({ slips }) => slips === fewest).map(({ option }) => option)
}

function slipsBetween(name: string, said: string, words: readonly string[]): number {
  const most = mostSlips(name)
  if (most === 0) return Infinity
  const tries = name.includes(' ') ? [said] : [said, ...words]
  const slips = tries
    .filter((one) => Math.abs(one.length - name.length) <= most)
    .map((one) => (isExchange(one, name) ? 1 : distance(one, name)))
    .filter((count) => count <= most)
  return Math.min(...slips)
}

/** Two neighbours exchanged ("wtroek") are one slip, which Levenshtein counts as two. */
function isExchange(said: string, name: string): boolean {
  const at = [...name].findIndex((letter, index) => letter !== said[index])
  const exchanged = name.slice(0, at) + name.charAt(at + 1) + name.charAt(at) + name.slice(at + 2)
  return at >= 0 && exchanged === said
}

/** Short words are too close to each other: TAK, TAM; NIE, NIC. */
function mostSlips(name: string): number {
  if (name.length < 4) return 0
  return name.length < 8 ? 1 : 2
}
