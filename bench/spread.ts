import type { Figure } from './figure.ts'
import { percentile } from './percentile.ts'

const percents = [50, 95, 99] as const

/** The percentiles of waits in ms, beside the most that each should be. */
export function spread(
  name: string,
  waits: readonly number[],
  most: Partial<Record<`p${(typeof percents)[number]}`, number>> = {},
): Figure[] {
  return percents.map((percent) => {
    const target = most[`p${percent}`]
    const figure = { name: `${name}.p${percent}`, value: percentile(waits, percent), unit: 'ms' }
    return target === undefined ? figure : { ...figure, most: target }
  })
}
