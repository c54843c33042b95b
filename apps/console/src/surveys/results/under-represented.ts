import type { SurveyRepresentation } from '@kurenda/contract'

type Part = SurveyRepresentation['fields'][number]['rows'][number]

/** A smaller difference is no reason to speak of anybody. */
const clearly = 0.8
/** In standard deviations: less than that comes by chance. */
const beyondChance = 2

/**
 * Parts of people from whom clearly fewer answers came than from all, and how many more there would be, had they answered as readily. Of
 * parts whose answers are not told, and of those that are many small ones together, nothing is said.
 */
export function underRepresented(rows: readonly Part[]): { value: string; missing: number }[] {
  const told = rows.flatMap(({ value, invited, answered }) => (answered === null ? [] : [{ value, invited, answered }]))
  const sum = (what: 'invited' | 'answered') => told.reduce((total, row) => total + row[what], 0)
  const [asked, all] = [sum('invited'), sum('answered')]
  if (asked === 0) return []
  return told.flatMap(({ value, invited, answered }) => {
    const expected = (all * invited) / asked
    const chance = Math.sqrt(expected * (1 - invited / asked))
    const missing = Math.round(expected - answered)
    const isFew = answered < clearly * expected && expected - answered > beyondChance * chance
    return isFew && missing > 0 && value !== '' ? [{ value, missing }] : []
  })
}
