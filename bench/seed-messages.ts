import { STATES, stateNumber, type StateName } from '#modules/messaging'
import { copyInto, transaction, type Cell, type Client, type Pool } from '#platform/db'
import { buildIndexesAfter } from './build-indexes-after.ts'
import { mix } from './mix.ts'
import { numberOf, refused } from './seed-people.ts'

/** Broadcasts by size where there are 1,000,000 people, the oldest first: 10,000,000 messages. */
const sizes = [
  ...Array.from({ length: 1_000 }, () => 50),
  ...Array.from({ length: 8 }, () => 1_000_000),
  ...Array.from({ length: 8 }, () => 100_000),
  ...Array.from({ length: 5 }, () => 20_000),
  ...Array.from({ length: 1_000 }, () => 50),
  1_000_000,
]
/** The first pages of lists look alike, whoever the texts went to. */
const small = sizes.filter((size) => size === 50)
const months = 12
const dayMs = 86_400_000
/** What was sent: ten texts to everyone over a year, or only as much as the first pages of lists show. */
export type Extent = 'a year' | 'lists'

const sender = '+48600100200'
const reasons = [
  'UNDELIV err:001',
  'UNDELIV err:012',
  'ESME_RINVDSTADR',
  'ESME_RSUBMITFAIL',
  'REJECTD err:099',
  '',
] as const

interface Sent {
  id: number
  size: number
  at: Date
  /** The number before that of its first message. */
  before: number
  /** Everyone, or each so many-th, or a stretch of neighbours. */
  addressOf: (place: number) => number
}

/**
 * Ten messages for each person with their bodies, of 2,022 broadcasts over a year, what became of them and the kept counters. Nine
 * broadcasts went to everyone. The rest of a send (recipients, events, references) no list reads, and it is left out.
 * @returns the channel and the ids of the broadcasts, the oldest first
 */
export async function seedMessages(
  superuser: Pool,
  organizationId: number,
  { people, now, extent }: { people: number; now: Date; extent: Extent },
): Promise<{ channelId: number; broadcasts: number[] }> {
  return transaction(superuser, async (client) => {
    await client.query("SET LOCAL session_replication_role = replica; SET LOCAL maintenance_work_mem = '512MB'")
    await client.query('SELECT create_partitions($1, $2)', [new Date(now.getTime() - months * 31 * dayMs), months + 3])
    const channelId = await addChannel(client, organizationId)
    const sent = await addBroadcasts(client, organizationId, channelId, {
      people,
      now,
      sizes: extent === 'lists' ? small : sizes,
    })
    const counts = sent.map(() => new Map<StateName, number>())
    await buildIndexesAfter(client, 'message', () =>
      copyInto(client, 'message', ['organization_id', 'sent_on', 'id', 'broadcast_id', 'address_id', 'channel_id', 'state', 'attempt', 'parts', 'delivered_parts', 'submitted_at', 'settled_at', 'reason'], messages(organizationId, channelId, sent, counts)),
    ) // oxfmt-ignore
    await buildIndexesAfter(client, 'message_body', () =>
      copyInto(client, 'message_body', ['organization_id', 'sent_on', 'id', 'to_value', 'from_value', 'text', 'validity_seconds'], bodies(organizationId, sent)),
    ) // oxfmt-ignore
    // No trigger told of them.
    await client.query(
      `INSERT INTO message_trouble (organization_id, message_id, sent_on, broadcast_id, channel_id, state, reason)
       SELECT organization_id, id, sent_on, broadcast_id, channel_id, state, reason FROM message WHERE organization_id = $1 AND state >= 3`,
      [organizationId],
    )
    await copyInto(client, 'broadcast_counter', ['organization_id', 'broadcast_id', 'state', 'count'], counters(organizationId, sent, counts)) // oxfmt-ignore
    const last = sent.at(-1)
    await client.query("SELECT setval('message_block', $1)", [Math.ceil(((last?.before ?? 0) + (last?.size ?? 0) + 1) / 1_000) * 1_000]) // oxfmt-ignore
    return { channelId, broadcasts: sent.map(({ id }) => id) }
  })
}

async function addChannel(client: Client, organizationId: number): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO channel (organization_id, name, type, config, sender, enabled) VALUES ($1, 'operator', 'smpp', '{}', $2, false) RETURNING id`,
    [organizationId, sender],
  )
  return rows[0]?.id ?? 0
}

async function addBroadcasts(
  client: Client,
  organizationId: number,
  channelId: number,
  { people, now, sizes }: { people: number; now: Date; sizes: readonly number[] },
): Promise<Sent[]> {
  const began = now.getTime() - (months - 1) * 30 * dayMs
  const all = sizes.map((size, i) => ({
    size: Math.ceil((size * people) / 1_000_000),
    at: new Date(Math.min(began + Math.floor((i * (now.getTime() - began)) / sizes.length), now.getTime())),
  }))
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO broadcast (organization_id, name, template, channel_id, sender, state, columns, recipients, parts, cost, expanded,
       sent_on, created_by, created_at, confirmed_at, started_at, finished_at)
     SELECT $1, 'Odpady ' || n, 'Dzień dobry, jutro odbieramy odpady: {{ wieś }}.', $2, $3, CASE WHEN n = $6 THEN 'sending' ELSE 'finished' END,
       '{telefon,wieś}', size, size, size * 800::bigint, size, at::date, 'Anna Wzór', at, at, at, CASE WHEN n < $6 THEN at + interval '1 hour' END
     FROM unnest($4::int[], $5::timestamptz[]) WITH ORDINALITY AS b(size, at, n) ORDER BY n RETURNING id`,
    [organizationId, channelId, sender, all.map((one) => one.size), all.map((one) => one.at), all.length],
  )
  let before = 1_000
  return all.map(({ size, at }, i) => {
    const step = Math.floor(people / size)
    const one = { id: rows[i]?.id ?? 0, size, at, before, addressOf: (place: number) => place * step }
    before += Math.ceil(size / 1_000) * 1_000
    return one
  })
}

function* messages(
  organizationId: number,
  channelId: number,
  sent: readonly Sent[],
  counts: Map<StateName, number>[],
): Generator<Cell[]> {
  for (const [i, { id, size, at, before, addressOf }] of sent.entries()) {
    const counted = counts[i]
    const day = at.toISOString().slice(0, 10)
    const [submitted, settled] = [at.toISOString(), new Date(at.getTime() + 90_000).toISOString()]
    for (let place = 1; place <= size; place++) {
      const address = addressOf(place)
      const state = stateOf(address, id, i === sent.length - 1)
      counted?.set(state, (counted.get(state) ?? 0) + 1)
      const isOut = state !== 'queued' && state !== 'suppressed'
      const reason = state === 'failed' ? (reasons[mix(address, id + 1, reasons.length)] ?? '') : null
      yield [organizationId, day, before + place, id, address, channelId, stateNumber(state), 0, 1, state === 'delivered' ? 1 : 0, isOut ? submitted : null, STATES[state].settled ? settled : null, reason] // oxfmt-ignore
    }
  }
}

/** As a send ends: 94 of 100 arrive. The last one is still on its way. */
function stateOf(address: number, broadcast: number, isGoing: boolean): StateName {
  if (refused(address)) return 'suppressed'
  const at = mix(address, broadcast, 1_000)
  if (isGoing && at >= 600) return at < 800 ? 'submitted' : 'queued'
  if (at < 943) return 'delivered'
  if (at < 970) return 'failed'
  if (at < 985) return 'expired'
  return at < 999 ? 'unconfirmed' : 'uncertain'
}

function* bodies(organizationId: number, sent: readonly Sent[]): Generator<Cell[]> {
  for (const { size, at, before, addressOf } of sent) {
    const day = at.toISOString().slice(0, 10)
    for (let place = 1; place <= size; place++) {
      const address = addressOf(place)
      yield [organizationId, day, before + place, numberOf(address), sender, `Dzień dobry, jutro odbieramy odpady: Sołectwo ${mix(address, 4, 400)}.`, 172_800] // oxfmt-ignore
    }
  }
}

function* counters(
  organizationId: number,
  sent: readonly Sent[],
  counts: readonly Map<StateName, number>[],
): Generator<Cell[]> {
  for (const [i, { id }] of sent.entries())
    for (const [state, count] of counts[i] ?? []) yield [organizationId, id, stateNumber(state), count]
}
