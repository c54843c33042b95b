import type { SurveyQuestion } from '@kurenda/contract'

const usual = { nps: [0, 10], csat: [1, 5], ces: [1, 7] } as const

/** The points of a question that is a scale, in their order; none of any other. */
export function pointsOf({ kind, from = 1, to = 5 }: SurveyQuestion): string[] {
  const isUsual = kind === 'nps' || kind === 'csat' || kind === 'ces'
  if (!isUsual && kind !== 'scale') return []
  const [first, last] = isUsual ? usual[kind] : [from, to]
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => String(first + i))
}
