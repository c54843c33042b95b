import { setTimeout as pause } from 'node:timers/promises'
import { channel as kept, channelTest } from '@kurenda/contract'
import { createOrganization } from '#modules/accounts'
import type { Town } from '../e2e/town.ts'
import { addKey } from './add-key.ts'
import type { Figure } from './figure.ts'
import { now } from './monotonic.ts'
import { inScene, load, type Scene } from './scene.ts'
import { ask, confirm, firstNumber, prepare, sender } from './traffic.ts'

const crowds = [1, 10, 100] as const
const window = 200
const channel = 'sink'
/** The time of each run until the last receipt, at the most. */
const givenUpMs = 600_000

/**
 * So many messages by one organization, by ten and by a hundred at once, each an equal share on a channel of its own: how long it
 * takes, how long anyone waits for their first, and how even it is.
 */
export async function benchFairness(count: number, say: Scene['say']): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const crowd of crowds)
    figures.push(...(await inScene(say, (scene) => sendTogether(scene, crowd, Math.floor(count / crowd)))))
  return figures
}

async function sendTogether(scene: Scene, crowd: number, each: number): Promise<Figure[]> {
  const { sink, say } = scene
  const towns = await Promise.all(Array.from({ length: crowd }, (_, i) => addOrganization(scene, i)))
  const senders: { town: Pick<Town, 'api'>; broadcast: number }[] = []
  for (const [i, town] of towns.entries())
    senders.push({ town, broadcast: await prepare(town, { channel, count: each, from: i * each }) })
  await sink.forget()
  const before = await countCommits(scene)
  const began = now()
  await Promise.all(senders.map(({ town, broadcast }) => confirm(town, broadcast)))
  while ((await sink.stats()).receipts < crowd * each) {
    if (now() - began > givenUpMs) throw new Error(`${(await sink.stats()).receipts} receipts of ${crowd * each}`)
    await pause(20)
  }
  const seconds = (now() - began) / 1000
  const commits = (await countCommits(scene)) - before
  const times = await Promise.all(senders.map((_, i) => submits(scene, i * each, each, began)))
  const firsts = times.map((one) => one[0] ?? Infinity)
  const lasts = times.map((one) => one.at(-1) ?? Infinity)
  const middle = times.flat().sort((a, b) => a - b)[Math.floor((crowd * each) / 2)] ?? Infinity
  const shares = times.map((one) => one.filter((at) => at <= middle).length)
  say(
    `${crowd} at once, ${each} each: ${seconds.toFixed(1)} s, ended between ${ms(Math.min(...lasts))} and ${ms(Math.max(...lasts))}; ` +
      `at half way they had sent ${Math.min(...shares)} to ${Math.max(...shares)}; ${commits} commits; ${load()}`,
  )
  const name = `organizations${crowd}`
  return [
    { name: `${name}.seconds`, value: seconds, unit: 's', digits: 2 },
    { name: `${name}.lastToBeginMs`, value: Math.max(...firsts), unit: 'ms' },
    { name: `${name}.firstToEndMs`, value: Math.min(...lasts), unit: 'ms' },
    { name: `${name}.lastToEndMs`, value: Math.max(...lasts), unit: 'ms' },
    { name: `${name}.fairness`, value: evenness(shares), unit: '', digits: 2 },
  ]
}

/** What the roles asked of PostgreSQL since it began, in transactions; a second late at the most. */
async function countCommits({ superuser }: Scene): Promise<number> {
  const { rows } = await superuser.query<{ commits: number }>(
    'SELECT xact_commit AS commits FROM pg_stat_database WHERE datname = current_database()',
  )
  return rows[0]?.commits ?? 0
}

/** An organization with a key and a channel. */
async function addOrganization({ town, sink, superuser }: Scene, i: number): Promise<Pick<Town, 'api'>> {
  const id = await createOrganization(superuser, { slug: `gmina-${i}`, name: `Gmina ${i}` })
  const key = await addKey(superuser, id)
  const own = { api: () => ({ url: town.api().url, key }) }
  const config = { host: '127.0.0.1', port: sink.port, systemId: `gmina-${i}`, password: 'bench', window }
  const json = { type: 'smpp', name: channel, sender, config }
  const { id: channelId } = await ask(own, kept, '/channels', { method: 'POST', json })
  await ask(own, channelTest, `/channels/${channelId}/test`, { method: 'POST' })
  return own
}

/** When each submit to these numbers came after `began`, in ms, ascending. */
async function submits({ sink }: Scene, from: number, count: number, began: number): Promise<number[]> {
  const times = await sink.timesOf(firstNumber + from, count, began)
  return times.flatMap((at) => (at === undefined ? [] : [at - began])).sort((a, b) => a - b)
}

/** Jain's index: 1 where all had the same, 1/n where one had everything. */
function evenness(shares: readonly number[]): number {
  const sum = shares.reduce((all, one) => all + one, 0)
  return sum ** 2 / (shares.length * shares.reduce((all, one) => all + one ** 2, 0))
}

function ms(at: number): string {
  return `${at.toFixed(0)} ms`
}
