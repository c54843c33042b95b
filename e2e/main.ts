import { parseArgs } from 'node:util'
import { rounds, runJourney, type Round, type RoundResult } from './journey.ts'

const usage = `Usage: npm run e2e -- [--people 20000] [--round ${rounds.join('|')}] [--json]`

process.exitCode = await main(process.argv.slice(2))

/** @returns 0 where all is as it must be, 1 on a difference, 2 on a wrong call */
async function main(args: string[]): Promise<number> {
  const wanted = readArguments(args)
  if (!wanted) {
    console.error(usage)
    return 2
  }
  const results: RoundResult[] = []
  for (const round of wanted.rounds) {
    const tell = (line: string) => console.error(`${round}: ${line}`)
    const result = await runJourney(round, wanted.lines, tell)
    results.push(result)
    if (!wanted.json) console.log(format(result))
  }
  if (wanted.json) console.log(JSON.stringify(results))
  return results.every(({ checks }) => checks.every(({ ok }) => ok)) ? 0 : 1
}

function readArguments(args: string[]): { lines: number; rounds: readonly Round[]; json: boolean } | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: { people: { type: 'string' }, round: { type: 'string' }, json: { type: 'boolean' } },
    })
    const lines = Number(values.people ?? 20_000)
    const chosen = values.round === undefined ? rounds : rounds.filter((round) => round === values.round)
    if (!Number.isInteger(lines) || lines < 200 || lines > 100_000 || chosen.length === 0) return undefined
    return { lines, rounds: chosen, json: values.json ?? false }
  } catch {
    return undefined
  }
}

function format({ round, people, seconds, checks, totals, received, smsc }: RoundResult): string {
  const width = Math.max(...checks.map(({ what }) => what.length))
  const states = Object.entries(totals).filter(([, count]) => count > 0)
  return [
    `── ${round}: ${people} people, ${seconds} s`,
    ...checks.map(({ what, expected, found, ok }) =>
      ok ? `  ok  ${what.padEnd(width)}  ${found}` : `  NO  ${what.padEnd(width)}  ${found}, expected ${expected}`,
    ),
    `      by state: ${states.map(([state, count]) => `${state} ${count}`).join(', ')}`,
    `      SMSC: ${smsc.submits} submits, ${smsc.accepted} accepted, ${smsc.refused} refused, ${smsc.throttled} throttled, ${smsc.dropped} connections dropped`,
    ...received.examples.map((example) => `      e.g. ${example}`),
    '',
  ].join('\n')
}
