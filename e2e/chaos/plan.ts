import { pick, shuffle, type Random } from './random.ts'

/** What is done to the town: a role killed (SIGKILL), PostgreSQL ended as by a power failure, or a gateway that only sleeps. */
export type Blow = 'gateway' | 'postgres' | 'worker' | 'api' | 'pause'

export interface PlannedBlow {
  blow: Blow
  /** The share of the broadcast that the provider has when it falls, 0–1. */
  at: number
}

/** Those after which a message that was in flight may be in doubt. */
export const leaveDoubt: readonly Blow[] = ['gateway', 'postgres', 'pause']

/**
 * `kills` kills, a gateway and PostgreSQL among them, and one gateway put to sleep until another has its lease: in random order
 * at random moments.
 */
export function planBlows(random: Random, kills: number): PlannedBlow[] {
  const others = Array.from({ length: Math.max(0, kills - 2) }, () =>
    pick(random, ['gateway', 'postgres', 'worker', 'api'] as const),
  )
  const blows = shuffle(random, ['gateway', 'postgres', 'pause', ...others] as const)
  const moments = blows.map(() => 0.05 + random() * 0.8).sort((a, b) => a - b)
  return blows.map((blow, i) => ({ blow, at: moments[i] ?? 0 }))
}
