import type { Language } from '../language.ts'
import { numbersIn } from './number.ts'

const OUT_OF = /^\D*(\d{1,3})\s*(?:\/|na|z|out of|of|із|з)\s*(\d{1,3})\D*$/iu
const STARS = /^[\s*★⭐🌟]+$/u

/** Points of a scale: "4", "cztery", "8/10", "8 z 10", "⭐⭐⭐⭐". Several numbers where the answer has several. */
export function pointsIn(text: string, to: number, language: Language): number[] {
  const said = text.trim()
  const [, points, of] = OUT_OF.exec(said) ?? []
  if (points !== undefined && Number(of) === to) return [Number(points)]
  if (STARS.test(said)) return [[...said.matchAll(/[*★⭐🌟]/gu)].length]
  return numbersIn(said, language)
}
