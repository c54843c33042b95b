import { setTimeout as pause } from 'node:timers/promises'
import type { Figure } from './figure.ts'
import { measureParts } from './parts.ts'
import { postMany } from './post-many.ts'
import { inScene, type Scene } from './scene.ts'
import { addChannel, firstNumber, prepare, sendAll } from './traffic.ts'
import { UsageMeter, type Usage } from './usage.ts'

const windows = [50, 200, 1000] as const
const single = 30_000
/** Connections that post one message each at a time. */
const asking = 128
const batchSize = 500

export interface DispatchSize {
  /** Messages of each run. */
  count: number
  /** Messages of the run whose memory is measured. */
  memoryCount: number
}

interface Watched extends Scene {
  meter: UsageMeter
}

/**
 * From the yes to the stored receipt, through started roles and a provider of ours in a process of its own, beside what each
 * part can do alone.
 */
export function benchDispatch(size: DispatchSize, say: (line: string) => void): Promise<Figure[]> {
  return inScene(say, async (scene) => {
    const meter = new UsageMeter({ ...scene.town.processes(), sink: scene.sink.pid })
    try {
      return await measure({ ...scene, meter }, size)
    } finally {
      meter.stop()
    }
  })
}

async function measure(scene: Watched, { count, memoryCount }: DispatchSize): Promise<Figure[]> {
  const { town, sink, meter, say } = scene
  const parts = await measureParts(town.superuserUrl())
  const figures: Figure[] = [
    { name: 'parts.copy.perSecond', value: parts.copy, unit: '/s' },
    { name: 'parts.update.perSecond', value: parts.update, unit: '/s' },
    { name: 'parts.codec.perSecond', value: parts.codec, unit: '/s' },
  ]
  const slowest = Math.min(parts.copy, parts.update, parts.codec)
  for (const window of windows) {
    const channel = `okno-${window}`
    await addChannel(town, sink, channel, window)
    const id = await prepare(town, { channel, count })
    const perSecond = await observed(
      scene,
      `window ${window}`,
      count,
      async () => count / (await sendAll(town, id, count)),
    )
    const target = { 50: {}, 200: { least: 20_000 }, 1000: { least: 25_000 } }[window]
    figures.push({ name: `endToEnd.window${window}.perSecond`, value: perSecond, unit: '/s', ...target })
    if (window === 200)
      figures.push({ name: 'ratioToSlowestPart', value: perSecond / slowest, unit: '', digits: 2, least: 0.2 })
  }
  await sink.forget()
  const batches = await observed(scene, 'API, batches of 500', count, () => post(scene, count, batchSize))
  figures.push({ name: 'api.batch.perSecond', value: batches, unit: '/s', least: 12_000 })
  await sink.forget()
  const singles = await observed(scene, 'API, one by one', single, () => post(scene, single, 1))
  figures.push({ name: 'api.single.perSecond', value: singles, unit: '/s', least: 4000 })
  const id = await prepare(town, { channel: 'okno-200', count: memoryCount })
  meter.forgetPeak()
  await observed(
    scene,
    `${memoryCount} messages`,
    memoryCount,
    async () => memoryCount / (await sendAll(town, id, memoryCount)),
  )
  say(`memory of their own: ${spell(meter.peakOf, 'MB')}`)
  figures.push({ name: 'memory.peakMb', value: meter.peakMb, unit: 'MB', most: 600 })
  figures.push({ name: 'memory.peakRssMb', value: meter.peakRssMb, unit: 'MB' })
  return figures
}

/** Posts and waits until the last receipt is acknowledged. @returns messages a second, from the first post on */
async function post({ town, sink }: Watched, count: number, each: number): Promise<number> {
  const began = performance.now()
  let next = 0
  await postMany(town.api(), '/messages', each === 1 ? asking : 4, () => {
    if (next >= count) return undefined
    const from = next
    next += each
    const messages = Array.from({ length: Math.min(each, count - from) }, (_, i) => ({
      to: `+${firstNumber + from + i}`,
      text: `Dzień dobry, Osoba ${from + i}! Jutro odbieramy odpady.`,
      channel: 'okno-200',
    }))
    return each === 1 ? messages[0] : { messages }
  })
  while ((await sink.stats()).receipts < count) await pause(20)
  return count / ((performance.now() - began) / 1000)
}

/** Tells what the run took of each process, and of the log of PostgreSQL. */
async function observed(scene: Watched, name: string, count: number, run: () => Promise<number>): Promise<number> {
  const { meter, superuser, say } = scene
  const wal = async () =>
    Number((await superuser.query<{ at: string }>("SELECT pg_current_wal_lsn() - '0/0' AS at")).rows[0]?.at)
  const before = { usage: meter.read(), wal: await wal(), at: performance.now() }
  const perSecond = await run()
  const seconds = (performance.now() - before.at) / 1000
  const after = meter.read()
  const bytes = ((await wal()) - before.wal) / count
  say(
    `${name}: ${perSecond.toFixed(0)}/s, WAL ${bytes.toFixed(0)} B a message, CPU ${spell(shares(before.usage, after, seconds), '%')}`,
  )
  return perSecond
}

function shares(before: Usage, after: Usage, seconds: number): Record<string, number> {
  return Object.fromEntries(
    Object.entries(after.cpu).map(([name, cpu]) => [name, ((cpu - (before.cpu[name] ?? 0)) / seconds) * 100]),
  )
}

function spell(values: Record<string, number>, unit: string): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${value.toFixed(0)} ${unit}`)
    .join(', ')
}
