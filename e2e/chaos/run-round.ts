import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { ask, confirm, firstNumber, prepare } from '../../bench/traffic.ts'
import { startTown, type Town } from '../town.ts'
import { completeCrew, type Crew } from './crew.ts'
import { compareCounters, judge, type Evidence, type Fallen, type Verdict } from './judge.ts'
import { openLook, type Look } from './look.ts'
import { leaveDoubt, planBlows, type PlannedBlow } from './plan.ts'
import { seeded, type Random } from './random.ts'
import { startSmsc, type Smsc, type SmscRecord } from './smsc.ts'
import { strike } from './strike.ts'

export interface RoundSettings {
  seed: number
  /** Messages of the broadcast. */
  count: number
  /** Kills of a role or of PostgreSQL, 2 or more. */
  kills: number
}

export interface RoundResult extends RoundSettings {
  seconds: number
  /** After the storm, and after staff sent again what was uncertain. */
  first: Verdict
  last: Verdict
  /** Kept counters that are not what counting gives. */
  counters: string[]
  /** Messages that were ever uncertain, and how many may have been. */
  doubted: { found: number; most: number }
  /** Numbers that the provider takes, and never got. */
  absent: string[]
  fallen: Fallen[]
  smsc: Omit<SmscRecord, 'accepted' | 'refused'> & { accepted: number; refused: number }
}

const window = 100
const sender = '+48600999000'
const channel = 'operator'
const responseTimeoutSeconds = 5
const emergencyOffset = 900_000
const emergencyCount = 300
const dropsPerRound = 3
const lookMs = 5
const settleMs = 200
const hearMs = 15_000

const emergencyFrom = firstNumber + emergencyOffset

interface Scene extends RoundSettings {
  random: Random
  town: Town
  crew: Crew
  smsc: Smsc
  look: Look
  tell: (line: string) => void
}

/** One storm over a town and a provider of its own, from the yes to what staff sent again. @throws where it does not come to an end */
export async function runRound(settings: RoundSettings, tell: (line: string) => void): Promise<RoundResult> {
  const began = performance.now()
  const random = seeded(settings.seed)
  const folder = mkdtempSync(join(tmpdir(), 'kurenda-chaos-'))
  const dataDir = join(folder, 'data')
  const undo: (() => Promise<void>)[] = []
  try {
    const drops = Array.from({ length: dropsPerRound }, () => Math.ceil(random() * settings.count * 0.9))
    const responseTimeoutMs = responseTimeoutSeconds * 1000
    const smsc = await startSmsc({ seed: settings.seed, drops, emergencyFrom, responseTimeoutMs })
    undo.push(() => smsc.close())
    const town = await startTown(dataDir)
    undo.push(() => town.stop())
    const look = openLook(town)
    undo.push(() => look.close())
    const crew = await completeCrew(town, { folder, dataDir, random })
    undo.push(() => crew.stop())
    tell('two gateways and two workers are up')
    const result = await storm({ ...settings, random, town, crew, smsc, look, tell })
    return { ...settings, seconds: Math.round((performance.now() - began) / 1000), ...result }
  } finally {
    for (const step of undo.reverse()) await step()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function storm(scene: Scene): Promise<Omit<RoundResult, keyof RoundSettings | 'seconds'>> {
  const { town, smsc, look, crew, count, kills, random, tell } = scene
  await addChannel(scene)
  const bulk = await prepare(town, { channel, count })
  const emergency = await prepare(town, {
    ...{ channel, count: emergencyCount, from: emergencyOffset, priority: 'emergency' },
  })
  const broadcasts = [bulk, emergency]
  const numbers = { bulk: numbersFrom(firstNumber, count), emergency: numbersFrom(emergencyFrom, emergencyCount) }
  await confirm(town, bulk)
  const fallen = await strikeAll(scene, planBlows(random, kills), emergency)
  await settle(scene, broadcasts)
  const stored = await hear(scene, numbers, { broadcasts, fallen })
  const record = await smsc.record()
  const nobody: ReadonlySet<string> = new Set()
  const first = judge({ ...numbers, record, stored, resent: nobody, fallen, takeOvers: crew.takeOvers() })
  const counters = compareCounters(await look.counters(broadcasts), stored)
  const doubted = { found: await look.doubted(broadcasts), most: mostInDoubt(fallen, record) }
  tell(`${doubted.found} were in doubt, ${first.uncertain.length} still are; they are sent again`)

  await smsc.calm()
  for (const id of broadcasts) await resend(town, id)
  await settle(scene, broadcasts)
  const resent = new Set([...first.uncertain, ...first.deafToReceipt])
  const storedLast = await look.messages(broadcasts)
  const { accepted, refused, ...counts } = await smsc.record()
  const last = judge({
    ...{ ...numbers, record: { accepted, refused, ...counts }, stored: storedLast, resent, fallen },
    takeOvers: crew.takeOvers(),
  })
  counters.push(...compareCounters(await look.counters(broadcasts), storedLast))
  const present = new Set(accepted.map(({ number }) => number))
  const absent = [...numbers.bulk, ...numbers.emergency].filter((n) => !present.has(n) && !refused.has(n))
  return {
    ...{ first, last, counters, doubted, absent, fallen },
    smsc: { ...counts, accepted: accepted.length, refused: refused.size },
  }
}

/** Through the API: the command line has no way to say how long an answer may take. */
async function addChannel({ town, smsc }: Scene): Promise<void> {
  const account = { host: '127.0.0.1', port: smsc.port, systemId: 'chaos', password: 'sezam' }
  const json = { type: 'smpp', name: channel, sender, config: { ...account, window, responseTimeoutSeconds } }
  await ask(town, z.unknown(), '/channels', { method: 'POST', json })
}

/** Each blow when the provider has its share of the broadcast; the first kill of a gateway in the middle of the emergency. */
async function strikeAll(scene: Scene, planned: readonly PlannedBlow[], emergency: number): Promise<Fallen[]> {
  const { smsc, count, random, tell } = scene
  const fallen: Fallen[] = []
  let isOrdered = false
  for (const { blow, at } of planned) {
    await reached(scene, 'bulk', Math.round(count * at))
    if (blow === 'gateway' && !isOrdered) {
      isOrdered = true
      await order(scene, emergency)
      await reached(scene, 'emergency', 1 + Math.floor(random() * (emergencyCount * 0.8)))
    }
    fallen.push(await strike(blow, scene))
    const { bulk } = await smsc.progress()
    tell(`${blow === 'pause' ? 'a gateway slept and woke' : `${blow} was killed`} at ${bulk} of ${count}`)
  }
  return fallen
}

/** The emergency's yes; the api may be between two lives. */
async function order({ town }: Scene, emergency: number): Promise<void> {
  await untilIs('the emergency is confirmed', lookMs * 20, () =>
    confirm(town, emergency).then(
      () => true,
      () => false,
    ),
  )
}

async function reached({ smsc }: Scene, list: 'bulk' | 'emergency', wanted: number): Promise<void> {
  // Some of the numbers are rejected: the share is of those that can be reached.
  const enough = Math.floor(wanted * 0.99)
  await untilIs(`${enough} of ${list} are with the provider`, lookMs, async () => {
    const there = (await smsc.progress())[list]
    return there >= enough || String(there)
  })
}

/** Until nothing is on its way any more on either side. While PostgreSQL is down there is nothing to read. */
async function settle({ smsc, look }: Scene, broadcasts: readonly number[]): Promise<void> {
  await untilIs('nothing is on its way', settleMs, async () => {
    const counters = await look.counters(broadcasts).catch(() => undefined)
    const { waiting } = await smsc.progress()
    const { queued = 0, submitted = 0 } = counters ?? {}
    return (counters && queued + submitted + waiting === 0) || JSON.stringify({ counters, waiting })
  })
}

/** A receipt without a known reference finds its uncertain message a moment after it was acknowledged. */
async function hear(
  { smsc, look }: Scene,
  numbers: Pick<Evidence, 'bulk' | 'emergency'>,
  { broadcasts, fallen }: { broadcasts: readonly number[]; fallen: readonly Fallen[] },
): Promise<Evidence['stored']> {
  const end = performance.now() + hearMs
  for (;;) {
    const [stored, record] = [await look.messages(broadcasts), await smsc.record()]
    const { deafToReceipt } = judge({ ...numbers, record, stored, resent: new Set(), fallen, takeOvers: [] })
    if (deafToReceipt.length === 0 || performance.now() > end) return stored
    await pause(settleMs)
  }
}

async function resend(town: Town, id: number): Promise<void> {
  await untilIs('the uncertain are sent again', settleMs, () =>
    town.kurenda(z.unknown(), ['resend', String(id), '--uncertain']).then(
      () => true,
      () => false,
    ),
  )
}

/**
 * A gateway or PostgreSQL that dies leaves three windows at most: in flight, answered and not stored, marked to be sent next. A
 * connection that the provider drops leaves one, an answer that is too late itself.
 */
function mostInDoubt(fallen: readonly Fallen[], { drops, tooLate }: SmscRecord): number {
  return 3 * window * fallen.filter(({ blow }) => leaveDoubt.includes(blow)).length + window * drops + tooLate
}

function numbersFrom(first: number, count: number): string[] {
  return Array.from({ length: count }, (_, i) => String(first + i))
}

const patienceMs = 180_000

/**
 * Looks again and again. @param isSo true, or what there is instead
 * @throws when it is not so and nothing has changed for three minutes
 */
async function untilIs(what: string, everyMs: number, isSo: () => Promise<boolean | string>): Promise<void> {
  let [seen, since] = [await isSo(), performance.now()]
  while (seen !== true) {
    if (performance.now() - since > patienceMs) throw new Error(`waited in vain: ${what}, ${seen}`)
    await pause(everyMs)
    const now = await isSo()
    if (now !== seen) [seen, since] = [now, performance.now()]
  }
}
