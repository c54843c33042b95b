import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Town } from '../e2e/town.ts'
import type { Figure } from './figure.ts'
import { now } from './monotonic.ts'
import { percentile } from './percentile.ts'
import { inScene, type Scene } from './scene.ts'
import { addChannel, firstNumber, sender, text } from './traffic.ts'

/** The journey's own figures: as a clerk drives it, by the command line. */
const threadBenches = { import: benchImport, broadcast: benchBroadcast, incoming: benchIncoming } as const

/** Runs one on a town and a provider of its own. */
export function benchThread(name: keyof typeof threadBenches, say: (line: string) => void): Promise<Figure[]> {
  return inScene(say, threadBenches[name])
}

/** Made-up people: `count` numbers of the range kept for them. */
function writePeople(folder: string, count: number): string {
  const file = join(folder, `people-${count}.csv`)
  const lines = Array.from({ length: count }, (_, i) => `Osoba ${i};${firstNumber + i}`)
  writeFileSync(file, ['imię;telefon', ...lines].join('\n'))
  return file
}

async function send(town: Town, file: string): Promise<number> {
  const args = ['send', '--file', file, '--text', text, '--channel', 'sink', '--yes']
  return (await town.kurenda(z.object({ broadcast: z.number() }), args)).broadcast
}

async function benchImport({ town, folder }: Scene): Promise<Figure[]> {
  await town.kurenda(z.unknown(), ['import', writePeople(folder, 10_000), '--group', 'Próba'])
  const before = town.peakMemory('api')
  const began = performance.now()
  await town.kurenda(z.unknown(), ['import', writePeople(folder, 100_000), '--group', 'Wszyscy'])
  return [
    { name: 'import100k', value: (performance.now() - began) / 1000, unit: 's', most: 20, digits: 1 },
    { name: 'memoryGrowth10kTo100k', value: town.peakMemory('api') - before, unit: 'MB', most: 100 },
  ]
}

async function benchBroadcast({ town, sink, folder }: Scene): Promise<Figure[]> {
  await addChannel(town, sink, 'sink', 200)
  const broadcast = await send(town, writePeople(folder, 20_000))
  const yes = now()
  await town.kurenda(z.unknown(), ['watch', String(broadcast), '--timeout', '120'])
  const settled = now()
  const { first = Infinity, last = Infinity } = await sink.stats()
  return [
    { name: 'firstSubmitAfterYes', value: Math.max(0, first - yes), unit: 'ms', most: 1000 },
    { name: 'firstToLastSubmit', value: last - first, unit: 'ms', most: 10_000 },
    { name: 'allSettledAfterYes', value: settled - yes, unit: 'ms', most: 30_000 },
  ]
}

const questions = 40

async function benchIncoming({ town, sink, folder }: Scene): Promise<Figure[]> {
  await addChannel(town, sink, 'sink', 200)
  const running = send(town, writePeople(folder, 20_000))
  while ((await sink.stats()).submits === 0) await pause(20)
  const waits: number[] = []
  for (let i = 0; i < questions; i++) {
    const number = firstNumber + 900_000 + i
    const at = now()
    await sink.write(String(number), sender.slice(1), 'STOP')
    let answered: number | undefined
    while ((answered = (await sink.timesOf(number, 1, at))[0]) === undefined && now() - at < 10_000) await pause(5)
    waits.push((answered ?? at + 10_000) - at)
  }
  await running
  return [{ name: 'incomingAnsweredP95', value: percentile(waits, 95), unit: 'ms', most: 300 }]
}
