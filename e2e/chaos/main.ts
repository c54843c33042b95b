import { parseArgs } from 'node:util'
import { faultsOf } from './faults.ts'
import { runRound, type RoundResult, type RoundSettings } from './run-round.ts'

const usage = 'Usage: npm run chaos -- [--rounds 1] [--count 200000] [--kills 6] [--seed N] [--json]'
const mostCount = 900_000

process.exitCode = await main(process.argv.slice(2))

/** @returns 0 where every promise held, 1 where one was broken, 2 on a wrong call */
async function main(args: string[]): Promise<number> {
  const wanted = readArguments(args)
  if (!wanted) {
    console.error(usage)
    return 2
  }
  const results: RoundResult[] = []
  for (const settings of wanted.rounds) {
    const tell = (line: string) => console.error(`seed ${settings.seed}: ${line}`)
    const result = await runRound(settings, tell)
    results.push(result)
    if (!wanted.json) console.log(format(result))
  }
  console.log(wanted.json ? JSON.stringify(summary(results)) : formatSummary(results))
  return results.every((result) => faultsOf(result).length === 0) ? 0 : 1
}

function readArguments(args: string[]): { rounds: RoundSettings[]; json: boolean } | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: {
        rounds: { type: 'string', default: '1' },
        count: { type: 'string', default: '200000' },
        kills: { type: 'string', default: '6' },
        seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
        json: { type: 'boolean', default: false },
      },
    })
    const [rounds, count, kills, seed] = [values.rounds, values.count, values.kills, values.seed].map(Number)
    if (!isWithin(rounds, 1, 1_000) || !isWithin(count, 1_000, mostCount)) return undefined
    if (!isWithin(kills, 2, 50) || !isWithin(seed, 0, 2 ** 31)) return undefined
    return { rounds: Array.from({ length: rounds }, (_, i) => ({ seed: seed + i, count, kills })), json: values.json }
  } catch {
    return undefined
  }
}

function isWithin(value: number | undefined, least: number, most: number): value is number {
  return value !== undefined && Number.isInteger(value) && value >= least && value <= most
}

function summary(results: readonly RoundResult[]) {
  const sum = (of: (result: RoundResult) => number) => results.reduce((total, result) => total + of(result), 0)
  return {
    rounds: results.length,
    lost: sum(lostOf),
    unexplainedDuplicates: sum(({ last }) => last.unexplainedDuplicates.length),
    uncertain: sum(({ first }) => first.uncertain.length),
    kills: sum(killsOf),
    each: results.map((result) => ({
      ...{ seed: result.seed, count: result.count, seconds: result.seconds, kills: killsOf(result) },
      ...{ lost: lostOf(result), unexplainedDuplicates: result.last.unexplainedDuplicates.length },
      ...{ explainedDuplicates: result.last.explainedDuplicates.length, doubted: result.doubted },
      ...{ uncertain: result.first.uncertain.length, smsc: result.smsc, faults: faultsOf(result) },
    })),
  }
}

function lostOf({ last, absent }: RoundResult): number {
  return new Set([...last.lost, ...absent]).size
}

function killsOf({ fallen }: RoundResult): number {
  return fallen.filter(({ blow }) => blow !== 'pause').length
}

function format(result: RoundResult): string {
  const { seed, count, seconds, fallen, doubted, first, last, smsc } = result
  const faults = faultsOf(result)
  return [
    `── seed ${seed}: ${count} messages, ${seconds} s, ${fallen.map(({ blow }) => blow).join(', ')}`,
    `   in doubt ${doubted.found} (at most ${doubted.most}), after all receipts ${first.uncertain.length}; emergencies sent again ${last.explainedDuplicates.length}`,
    `   SMSC: ${smsc.submits} submits, ${smsc.accepted} accepted, ${smsc.refused} numbers rejected, ${smsc.throttled} throttled, ${smsc.tooLate} answered too late, ${smsc.drops} connections dropped`,
    ...faults.map((fault) => `   NO  ${fault}`),
    ...(faults.length === 0 ? ['   ok  nothing lost, nothing twice that should not be'] : []),
  ].join('\n')
}

function formatSummary(results: readonly RoundResult[]): string {
  const { rounds, lost, unexplainedDuplicates, uncertain, kills } = summary(results)
  return `${rounds} rounds, ${kills} kills: lost ${lost}, unexplained duplicates ${unexplainedDuplicates}, uncertain ${uncertain}`
}
