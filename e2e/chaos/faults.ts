import type { RoundResult } from './run-round.ts'
import type { Verdict } from './judge.ts'

const shown = 5
const wrong = [
  'lost',
  'unexplainedDuplicates',
  'silentlyFinal',
  'unsettled',
  'deafToReceipt',
  'sentWithoutLease',
] as const satisfies (keyof Verdict)[]

/** What of the round must not be, in words; empty where every promise held. */
export function faultsOf({ first, last, counters, doubted, absent }: RoundResult): string[] {
  const list = (what: string, numbers: readonly string[]) =>
    numbers.length === 0 ? [] : [`${what}: ${numbers.length}, e.g. ${numbers.slice(0, shown).join(', ')}`]
  return [
    ...wrong.flatMap((what) => list(`${what} after the storm`, first[what])),
    ...wrong.flatMap((what) => list(`${what} in the end`, last[what])),
    ...list('uncertain in the end', last.uncertain),
    ...list('absent at the provider in the end', absent),
    ...list('counters', counters),
    ...(doubted.found > doubted.most ? [`in doubt: ${doubted.found}, at most ${doubted.most} may be`] : []),
  ]
}
