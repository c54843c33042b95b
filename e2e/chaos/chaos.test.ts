import { expect, test } from 'vitest'
import { faultsOf } from './faults.ts'
import { runRound } from './run-round.ts'

test(
  'a broadcast through kills, a crash of PostgreSQL, a gateway that sleeps and a provider on a bad day loses nothing and repeats nothing',
  { timeout: 300_000 },
  async () => {
    const result = await runRound({ seed: 20_260, count: 5_000, kills: 2 }, () => {})
    expect(faultsOf(result)).toEqual([])
    expect(result.fallen.map(({ blow }) => blow).sort()).toEqual(['gateway', 'pause', 'postgres'])
    expect(result.smsc.accepted + result.smsc.refused).toBeGreaterThanOrEqual(5_300)
  },
)
