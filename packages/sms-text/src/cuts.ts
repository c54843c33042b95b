import { septetOf } from './gsm-alphabet.ts'

/** The two ways in which an SMS carries text. */
export type Encoding = 'gsm7' | 'ucs2'

/** Units (septets, or UTF-16 code units) in a message of one part, and in each part of a longer one (6 bytes of header). */
export const CAPACITY = { gsm7: { alone: 160, joined: 153 }, ucs2: { alone: 70, joined: 67 } } as const

/**
 * Where each part of the text ends, as indices of the string. Neither an escape pair nor a surrogate pair is cut, so a
 * part may hold one unit less than it could. An empty text is one empty part.
 */
export function cuts(text: string, encoding: Encoding, units: number): number[] {
  const { alone, joined } = CAPACITY[encoding]
  if (units <= alone) return [text.length]
  const ends: number[] = []
  let used = 0
  for (let i = 0, width; i < text.length; i += width) {
    width = encoding === 'ucs2' && isPair(text, i) ? 2 : 1
    const cost = encoding === 'gsm7' && septetOf(text.charCodeAt(i)) > 0x7f ? 2 : width
    if (used + cost > joined) {
      ends.push(i)
      used = 0
    }
    used += cost
  }
  ends.push(text.length)
  return ends
}

/** Whether a surrogate pair begins at the index. */
export function isPair(text: string, index: number): boolean {
  return (text.charCodeAt(index) & 0xfc00) === 0xd800 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00
}
