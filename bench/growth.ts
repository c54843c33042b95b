import { benchFairness } from './fairness.ts'
import type { Figure } from './figure.ts'
import { percentile } from './percentile.ts'
import { inScene, load, type Scene } from './scene.ts'
import { seedMessages } from './seed-messages.ts'
import { seedRefs } from './seed-refs.ts'
import { addChannel, prepare, sendAll } from './traffic.ts'

const window = 200
const channel = 'sink'
/** Odd, so that there is a middle; one more comes first, to warm up. */
const rounds = 5
/** Messages for one person of the seed, in a year. */
const messagesEach = 10

export interface GrowthSize {
  /** Messages of each run. */
  count: number
  /** The most that a database holds before; another holds a tenth of it, and one nothing. */
  held: number
}

const parts = {
  held: ({ count, held }: GrowthSize, say: Scene['say']) => benchHeld(count, held, say),
  organizations: ({ count }: GrowthSize, say: Scene['say']) => benchFairness(count, say),
}

/** What a year of messages, and many organizations, cost a send. @param only the beginning of the name of a part */
export async function benchGrowth(size: GrowthSize, only: string, say: Scene['say']): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const [name, bench] of Object.entries(parts))
    if (name.startsWith(only)) figures.push(...(await bench(size, say)))
  return figures
}

/**
 * The same messages in three towns, one after the other in each round, so that what else the machine does meets all three alike:
 * the ratios are the middle ones of the rounds.
 */
async function benchHeld(count: number, held: number, say: Scene['say']): Promise<Figure[]> {
  return inTowns([0, held / 10, held], say, async (towns) => {
    const seconds: number[][] = []
    for (let round = 0; round <= rounds; round++) {
      const took: number[] = []
      // Another one begins each time.
      const order = [...towns.entries()]
      const turned = [...order.slice(round % order.length), ...order.slice(0, round % order.length)]
      for (const [which, { town }] of turned)
        took[which] = await sendAll(town, await prepare(town, { channel, count }), count)
      say(`round ${round}: ${took.map((one) => one.toFixed(2)).join(', ')} s; ${load()}`)
      if (round > 0) seconds.push(took)
    }
    const middle = (of: (took: readonly number[]) => number) => percentile(seconds.map(of), 50)
    const secondsOf = (town: number) => middle((took) => took[town] ?? NaN)
    const ratioOf = (town: number) => middle((took) => (took[town] ?? NaN) / (took[0] ?? NaN))
    return [
      { name: 'seconds0', value: secondsOf(0), unit: 's', digits: 2 },
      { name: 'seconds1m', value: secondsOf(1), unit: 's', digits: 2 },
      { name: 'seconds10m', value: secondsOf(2), unit: 's', digits: 2 },
      { name: 'ratio1m', value: ratioOf(1), unit: '', digits: 2, most: 1.15 },
      { name: 'ratio10m', value: ratioOf(2), unit: '', digits: 2, most: 1.15 },
    ]
  })
}

/** Towns that hold so many messages each, side by side. */
function inTowns<Result>(
  [held, ...others]: number[],
  say: Scene['say'],
  run: (towns: readonly Scene[]) => Promise<Result>,
  towns: readonly Scene[] = [],
): Promise<Result> {
  if (held === undefined) return run(towns)
  return inScene(say, async (scene) => {
    await fill(scene, held)
    return inTowns(others, say, run, [...towns, scene])
  })
}

/** Messages of a year, and a channel to send more. */
async function fill({ town, sink, superuser, say }: Scene, held: number): Promise<void> {
  if (held > 0) {
    say(`seeding ${held} messages`)
    const { rows } = await superuser.query<{ id: number }>('SELECT id FROM organization')
    await seedMessages(superuser, rows[0]?.id ?? 0, { people: held / messagesEach, now: new Date(), extent: 'a year' })
    await seedRefs(superuser)
    await superuser.query('VACUUM ANALYZE')
    await superuser.query('CHECKPOINT')
  }
  await addChannel(town, sink, channel, window)
}
