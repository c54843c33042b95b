/** One figure beside its target, which is the most or the least that it should be. */
export type Figure = { name: string; value: number; unit: string } & ({ most: number } | { least: number })

export function targetOf(figure: Figure): string {
  return 'most' in figure ? `at most ${figure.most}` : `at least ${figure.least}`
}

export function isMissed(figure: Figure): boolean {
  return 'most' in figure ? figure.value > figure.most : figure.value < figure.least
}
