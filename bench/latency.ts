import { setTimeout as pause } from 'node:timers/promises'
import { conversationPage, keyword, replied } from '@kurenda/contract'
import type { Figure } from './figure.ts'
import { benchFlood, type FloodSize } from './flood.ts'
import { now } from './monotonic.ts'
import { inScene, load, type Scene } from './scene.ts'
import { spread } from './spread.ts'
import { addChannel, ask, confirm, firstNumber, prepare, sender, until } from './traffic.ts'

/** Rounds at the most: in each an emergency, then replies and keywords one by one. */
const rounds = 25
const singles = 5
const window = 200
const channel = 'sink'
const givenUpMs = 10_000
const word = 'ODPADY'

/** Numbers of the range that each has to itself, from the first one on. */
const numbers = { emergencies: 600_000, residents: 700_000, curious: 750_000 }

export interface LatencySize extends FloodSize {
  /** Messages of the bulk. */
  count: number
  /** People whom each emergency warns. */
  emergency: number
}

interface Waits {
  first: number[]
  all: number[]
  reply: number[]
  keyword: number[]
}

/**
 * What does not wait while a bulk goes out: an emergency (from the yes), an answer of staff (from the request) and one to a
 * keyword (from the resident's text), each until the provider has it. Then, by itself, a flood of incoming texts.
 */
export function benchLatency(size: LatencySize, say: Scene['say']): Promise<Figure[]> {
  return inScene(say, async (scene) => {
    await addChannel(scene.town, scene.sink, channel, window)
    const beside = await besideBulk(scene, size)
    return [...beside, ...(await benchFlood(scene, size))]
  })
}

async function besideBulk(scene: Scene, { count, emergency }: LatencySize): Promise<Figure[]> {
  const { town, sink, say } = scene
  await ask(town, keyword, '/keywords', {
    method: 'PUT',
    json: { word, answer: 'Odpady odbieramy w poniedziałek.' },
  })
  const conversations = await openConversations(scene)
  const warnings: number[] = []
  for (let round = 0; round < rounds; round++)
    warnings.push(
      await prepare(town, {
        channel,
        count: emergency,
        from: numbers.emergencies + round * emergency,
        priority: 'emergency',
      }),
    )
  const bulk = await prepare(town, { channel, count })
  const isRunning = async () => (await sink.stats()).submits < count
  await sink.forget()
  const began = now()
  await confirm(town, bulk)
  while ((await sink.stats()).submits === 0) await pause(20)
  const waits: Waits = { first: [], all: [], reply: [], keyword: [] }
  for (const [round, warning] of warnings.entries()) {
    if (!(await isRunning())) break
    const one = await warn(scene, warning, firstNumber + numbers.emergencies + round * emergency, emergency)
    const replies = await repeat((i) => answer(scene, conversations, round * singles + i))
    const keywords = await repeat((i) => writeKeyword(scene, numbers.curious + round * singles + i))
    // Where the bulk ended meanwhile the last of them had the channel to themselves.
    if (!(await isRunning())) break
    waits.first.push(one.first)
    waits.all.push(one.all)
    waits.reply.push(...replies)
    waits.keyword.push(...keywords)
  }
  await until(town, bulk, ({ state }) => state === 'finished')
  const { last = Infinity } = await sink.stats()
  say(
    `${count} of bulk with all the rest in ${((last - began) / 1000).toFixed(1)} s; beside them ${waits.all.length} emergencies, ` +
      `${waits.reply.length} replies, ${waits.keyword.length} keywords; ${load()}`,
  )
  return [
    ...spread('emergency.firstSubmitMs', waits.first, { p95: 300 }),
    ...spread('emergency.allSubmittedMs', waits.all, { p95: 1000 }),
    ...spread('interactive', waits.reply, { p95: 150 }),
    ...spread('incoming', waits.keyword, { p95: 300 }),
  ]
}

async function repeat(once: (i: number) => Promise<number>): Promise<number[]> {
  const waits: number[] = []
  for (let i = 0; i < singles; i++) waits.push(await once(i))
  return waits
}

/** An emergency, from its yes. */
async function warn(
  { town, sink }: Scene,
  id: number,
  first: number,
  count: number,
): Promise<{ first: number; all: number }> {
  const at = now()
  await confirm(town, id)
  for (;;) {
    const times = (await sink.timesOf(first, count, at)).filter((time) => time !== undefined)
    if (times.length === count) return { first: Math.min(...times) - at, all: Math.max(...times) - at }
    if (now() - at > givenUpMs) return { first: Math.min(...times) - at, all: Infinity }
    await pause(20)
  }
}

/** Residents write before the bulk begins. Returns their conversations, in the order of their numbers. */
async function openConversations({ town, sink }: Scene): Promise<number[]> {
  const count = rounds * singles
  const numberOf = (i: number) => String(firstNumber + numbers.residents + i)
  for (let i = 0; i < count; i++) await sink.write(numberOf(i), sender.slice(1), 'Kiedy będzie zebranie?')
  for (;;) {
    const { items } = await ask(town, conversationPage, '/conversations?limit=200')
    if (items.length < count) continue
    const idOf = new Map(items.map(({ from, id }) => [from, id]))
    return Array.from({ length: count }, (_, i) => idOf.get(`+${numberOf(i)}`) ?? 0)
  }
}

async function answer(scene: Scene, conversations: readonly number[], i: number): Promise<number> {
  const at = now()
  const path = `/conversations/${conversations[i] ?? 0}/replies`
  await ask(scene.town, replied, path, { method: 'POST', json: { text: 'W piątek o 17 w świetlicy.' } })
  return reached(scene, firstNumber + numbers.residents + i, at)
}

async function writeKeyword(scene: Scene, from: number): Promise<number> {
  const number = firstNumber + from
  const at = now()
  await scene.sink.write(String(number), sender.slice(1), word)
  return reached(scene, number, at)
}

/** How long after `at` the next text reached the number. */
async function reached({ sink }: Scene, number: number, at: number): Promise<number> {
  while (now() - at < givenUpMs) {
    const [time] = await sink.timesOf(number, 1, at)
    if (time !== undefined) return time - at
    await pause(5)
  }
  return Infinity
}
