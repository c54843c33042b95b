import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { startTown } from '../e2e/town.ts'
import { benchBase } from './base.ts'
import { benchDialogues } from './dialogues.ts'
import { isMissed, targetOf } from './figure.ts'
import type { Figure } from './figure.ts'
import { openSink } from './sink.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    data: { type: 'string' },
  },
})
const names = ['import', 'broadcast', 'incoming', 'base', 'dialogues'] as const
const name = names.find((known) => known === positionals[0])
if (!name) {
  console.error(
    `Which? npm run bench -- ${names.join(' | ')} [--json] [--check] [--data FOLDER (base: kept and used again)]`,
  )
  process.exit(2)
}

if (name === 'dialogues') {
  tell(benchDialogues(), {})
  process.exit()
}

const folder = mkdtempSync(join(tmpdir(), 'kurenda-bench-'))
if (name === 'base') {
  try {
    tell(await benchBase(values.data ?? join(folder, 'data'), (line) => values.json || console.error(line)), {})
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  process.exit()
}
const town = await startTown(join(folder, 'data'))
const sink = await openSink()
try {
  const { durability } = await town.kurenda(
    z.object({ durability: z.object({ fsync: z.string(), synchronousCommit: z.string() }) }),
    ['status'],
  )
  const figures = await { import: benchImport, broadcast: benchBroadcast, incoming: benchIncoming }[name]()
  if (!values.json) console.log(`fsync ${durability.fsync}, synchronous_commit ${durability.synchronousCommit}`)
  tell(figures, durability)
} finally {
  await town.stop()
  await sink.close()
  rmSync(folder, { recursive: true, force: true })
}

function tell(figures: Figure[], about: Record<string, string>): void {
  if (values.json)
    console.log(JSON.stringify({ ...about, ...Object.fromEntries(figures.map((f) => [f.name, f.value])) }))
  else
    for (const f of figures)
      console.log(`${f.name.padEnd(28)} ${f.value.toFixed(0).padStart(8)} ${f.unit}  (target: ${targetOf(f)})`)
  if (values.check && figures.some(isMissed)) process.exitCode = 1
}

/** Made-up people: `count` numbers of the range kept for them. */
function writePeople(count: number): string {
  const file = join(folder, `people-${count}.csv`)
  const lines = Array.from({ length: count }, (_, i) => `Osoba ${i};${600_000_000 + i}`)
  writeFileSync(file, ['imię;telefon', ...lines].join('\n'))
  return file
}

async function addChannel(): Promise<void> {
  const account = ['--system-id', 'bench', '--password', 'bench', '--sender', '+48600100200', '--window', '200']
  await town.kurenda(z.unknown(), [
    'channel', 'add', 'smpp', '--name', 'sink', '--host', '127.0.0.1', '--port', String(sink.port), ...account,
  ]) // prettier-ignore
  await town.kurenda(z.unknown(), ['channel', 'test', 'sink'])
}

async function send(file: string): Promise<number> {
  const sent = await town.kurenda(z.object({ broadcast: z.number() }), [
    'send', '--file', file, '--text', 'Dzień dobry {{ imie }}, jutro odbieramy odpady.', '--channel', 'sink', '--yes',
  ]) // prettier-ignore
  return sent.broadcast
}

async function benchImport(): Promise<Figure[]> {
  await town.kurenda(z.unknown(), ['import', writePeople(10_000), '--group', 'Próba'])
  const before = town.peakMemory('api')
  const began = performance.now()
  await town.kurenda(z.unknown(), ['import', writePeople(100_000), '--group', 'Wszyscy'])
  return [
    { name: 'import100k', value: (performance.now() - began) / 1000, unit: 's', most: 20 },
    { name: 'memoryGrowth10kTo100k', value: town.peakMemory('api') - before, unit: 'MB', most: 100 },
  ]
}

async function benchBroadcast(): Promise<Figure[]> {
  await addChannel()
  const broadcast = await send(writePeople(20_000))
  const yes = performance.now()
  await town.kurenda(z.unknown(), ['watch', String(broadcast), '--timeout', '120'])
  const settled = performance.now()
  const first = sink.times[0] ?? Infinity
  const last = sink.times.at(-1) ?? Infinity
  return [
    { name: 'firstSubmitAfterYes', value: Math.max(0, first - yes), unit: 'ms', most: 1000 },
    { name: 'firstToLastSubmit', value: last - first, unit: 'ms', most: 10_000 },
    { name: 'allSettledAfterYes', value: settled - yes, unit: 'ms', most: 30_000 },
  ]
}

async function benchIncoming(): Promise<Figure[]> {
  await addChannel()
  const running = send(writePeople(20_000))
  while (sink.times.length === 0) await pause(20)
  const waits: number[] = []
  for (let i = 0; i < 40; i++) {
    const number = String(48_600_900_000 + i)
    const at = performance.now()
    await sink.write(number, '48600100200', 'STOP')
    let answered: number | undefined
    while ((answered = sink.textTo(number, at)) === undefined && performance.now() - at < 10_000) await pause(5)
    waits.push((answered ?? at + 10_000) - at)
  }
  await running
  waits.sort((a, b) => a - b)
  return [
    { name: 'incomingAnsweredP95', value: waits[Math.floor(waits.length * 0.95)] ?? Infinity, unit: 'ms', most: 300 },
  ]
}
