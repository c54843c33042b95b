import { setTimeout as pause } from 'node:timers/promises'
import type { Figure } from './figure.ts'
import { now } from './monotonic.ts'
import { load, type Scene } from './scene.ts'
import { spread } from './spread.ts'
import { firstNumber, sender } from './traffic.ts'

/** Numbers of the range that write, from the first one on. */
const from = 800_000
const lookEveryMs = 20
const givenUpMs = 180_000

export interface FloodSize {
  /** Incoming texts a second, and for how many seconds. */
  perSecond: number
  seconds: number
}

/**
 * Residents write, each once, evenly whatever the answers take. How many were stored; how long until the provider has its
 * acknowledgement, which is sent when the text is stored; and how long until the router has put it into a conversation.
 */
export async function benchFlood(
  { sink, superuser, say }: Scene,
  { perSecond, seconds }: FloodSize,
): Promise<Figure[]> {
  const count = perSecond * seconds
  const { rows } = await superuser.query<{ last: number }>('SELECT coalesce(max(id), 0) AS last FROM inbound')
  const last = rows[0]?.last ?? 0
  const began = now()
  let took: number | undefined
  const writing = sink.writeMany(firstNumber + from, sender.slice(1), perSecond, seconds).finally(() => {
    took = (now() - began) / 1000
  })
  const [acknowledged, routed] = await Promise.all([writing, watchRouter(superuser, last, () => took !== undefined)])
  const kept = await superuser.query<{ all: number; different: number }>(
    'SELECT count(*) AS all, count(DISTINCT from_value) AS different FROM inbound WHERE id > $1',
    [last],
  )
  const { all, different } = kept.rows[0] ?? { all: 0, different: 0 }
  say(`${count} incoming texts in ${took?.toFixed(1)} s; ${load()}`)
  const name = `incoming${perSecond}`
  return [
    { name: `${name}.stored`, value: different, unit: 'texts', least: count },
    { name: `${name}.storedAgain`, value: all - different, unit: 'texts', most: 0 },
    ...spread(name, acknowledged, { p99: 500 }),
    ...spread(`${name}.routed`, routed, { p99: 500 }),
  ]
}

/**
 * From a text's arrival until a look from outside finds it routed, in ms, so never too short. The router goes by id: what lies
 * before the first that waits is routed.
 */
async function watchRouter(superuser: Scene['superuser'], last: number, isOver: () => boolean): Promise<number[]> {
  const looks: { before: number; at: number }[] = []
  const end = now() + givenUpMs
  for (let before = last + 1, waits = true; waits && now() < end;) {
    const over = isOver()
    const { rows } = await superuser.query<{ before: number; waits: boolean }>(
      `SELECT coalesce(w.id, (SELECT max(id) + 1 FROM inbound), $1) AS before, w.id IS NOT NULL AS waits
       FROM (VALUES (1)) one LEFT JOIN (
         SELECT id FROM inbound WHERE routed_at IS NULL AND id > 0 AND id >= $1 ORDER BY id LIMIT 1) w ON true`,
      [before],
    )
    before = rows[0]?.before ?? before
    waits = rows[0]?.waits === true || !over
    looks.push({ before, at: Date.now() })
    await pause(lookEveryMs)
  }
  const { rows: texts } = await superuser.query<{ id: number; at: Date }>(
    'SELECT id, at FROM inbound WHERE id > $1 ORDER BY id',
    [last],
  )
  let look = 0
  return texts.map(({ id, at }) => {
    while (look < looks.length && (looks[look]?.before ?? 0) <= id) look++
    return (looks[look]?.at ?? Infinity) - at.getTime()
  })
}
