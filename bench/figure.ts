/** One figure, beside its target where it has one: the most or the least that it should be. */
export interface Figure {
  name: string
  value: number
  unit: string
  most?: number
  least?: number
  /** Digits after the point; none when absent. */
  digits?: number
}

export function targetOf({ most, least }: Figure): string {
  if (most !== undefined) return `at most ${most}`
  return least === undefined ? '' : `at least ${least}`
}

export function isMissed({ value, most, least }: Figure): boolean {
  return (most !== undefined && value > most) || (least !== undefined && value < least)
}
