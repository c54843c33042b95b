import { CAPACITY, cuts, isPair } from './cuts.ts'
import type { Encoding } from './cuts.ts'
import { septetOf } from './gsm-alphabet.ts'

/** The most parts that Kurenda sends as one message: 1,530 GSM characters or 670 others. `measure` still tells what is beyond. */
export const MAX_PARTS = 10

/** What a text needs. */
export interface Measure {
  encoding: Encoding
  /** Septets (extension characters count two), or UTF-16 code units. */
  units: number
  /** Number of SMS; 1 for an empty text. */
  parts: number
  /** Units that fit into one of these parts: 160 or 153, 70 or 67. */
  perPart: number
  /** The first character that forces UCS-2: its index in UTF-16 units, and the run without spaces around it. */
  firstCostly?: { char: string; index: number; word: string }
}

/** Which encoding a text needs and what it costs; agrees with `split` always. Limits: 3GPP TS 23.038 and 23.040, 9.2.3.24.1. */
export function measure(text: string): Measure {
  let septets = 0
  for (let i = 0; i < text.length; i++) {
    const septet = septetOf(text.charCodeAt(i))
    if (septet < 0) return { ...sized(text, 'ucs2', text.length), firstCostly: costly(text, i) }
    septets += septet > 0x7f ? 2 : 1
  }
  return sized(text, 'gsm7', septets)
}

function sized(text: string, encoding: Encoding, units: number): Measure {
  const parts = cuts(text, encoding, units).length
  const { alone, joined } = CAPACITY[encoding]
  return { encoding, units, parts, perPart: parts === 1 ? alone : joined }
}

function costly(text: string, index: number): { char: string; index: number; word: string } {
  const char = text.slice(index, index + (isPair(text, index) ? 2 : 1))
  let start = index
  while (start > 0 && !isSpace(text, start - 1)) start--
  let end = index + char.length
  while (end < text.length && !isSpace(text, end)) end++
  return { char, index, word: text.slice(start, end) }
}

function isSpace(text: string, index: number): boolean {
  return /\s/.test(text.charAt(index))
}
