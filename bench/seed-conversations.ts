import { copyInto, transaction, type Cell, type Client, type Pool } from '#platform/db'
import { buildIndexesAfter } from './build-indexes-after.ts'
import { mix } from './mix.ts'

const queues = ['Odpady', 'Drogi', 'Podatki', 'Szkoły', 'Woda', 'Oświetlenie', 'Zieleń', 'Inne']
const staffCount = 20
const openings = ['Dzień dobry, kiedy', 'Proszę powiedzieć, czemu', 'Znowu', 'Od wczoraj', 'Dziękuję, ale', 'Czy na pewno'] // oxfmt-ignore
const matters = [
  'śmieci nie odebrano', 'wodę wyłączono', 'latarnia nie świeci', 'droga jest zasypana', 'będzie odbiór gabarytów', 'przepełniony kosz stoi',
  'podatek trzeba zapłacić', 'żłobek ma wolne miejsca', 'autobus nie przyjechał', 'szambo wylewa',
] // oxfmt-ignore
const answers = ['Dziękujemy za zgłoszenie, ekipa przyjedzie jutro.', 'Sprawdzimy i odpowiemy dzisiaj.', 'Proszę zadzwonić do wydziału.', 'Usterka jest naprawiona.'] // oxfmt-ignore
/** One text in forty names a street that few others do. */
const rare = 40
const spanMs = 300 * 86_400_000

export interface Base {
  channelId: number
  broadcasts: readonly number[]
  now: Date
}

/**
 * Conversations over three hundred days with two to six texts each: of the newest tenth half wait, and many of these are late;
 * of the rest nearly all are closed. A third answers a broadcast. `me` is one of the staff whom they are divided among.
 */
export async function seedConversations(
  superuser: Pool,
  organizationId: number,
  count: number,
  { channelId, broadcasts, now }: Base,
  me: string,
): Promise<void> {
  await transaction(superuser, async (client) => {
    await client.query("SET LOCAL session_replication_role = replica; SET LOCAL maintenance_work_mem = '256MB'")
    const staff = [me, ...(await addStaff(client, organizationId))]
    const queueIds = await addQueues(client, organizationId, staff)
    const one = (i: number): Cell[] => {
      const at = lastAt(i, count, now)
      const state = stateOf(i, count)
      const isWaiting = state === 'waiting'
      const isTaken = state !== 'waiting' || mix(i, 12, 3) > 0
      return [
        organizationId, i, 1 + mix(i, 1, 1_000_000), channelId, mix(i, 2, 3) === 0 ? (broadcasts[mix(i, 3, broadcasts.length)] ?? null) : null,
        state, isWaiting ? 1 : 0, textOf(i, entriesOf(i), state), at, isWaiting ? at : null, queueIds[mix(i, 4, queueIds.length)] ?? null,
        isTaken ? (staff[mix(i, 5, staff.length)] ?? null) : null, state === 'answered' && mix(i, 6, 10) === 0 ? new Date(now.getTime() + mix(i, 7, 1_000_000) * 1_000) : null,
        isWaiting ? new Date(at.getTime() + 86_400_000) : null, '+48600100200',
      ] // oxfmt-ignore
    }
    await buildIndexesAfter(client, 'conversation', () =>
      copyInto(client, 'conversation', ['organization_id', 'id', 'address_id', 'channel_id', 'broadcast_id', 'state', 'unread', 'last_text', 'last_at', 'waiting_since', 'queue_id', 'assignee', 'snoozed_until', 'due_at', 'own_number'], rowsOf(count, one)),
    ) // oxfmt-ignore
    await buildIndexesAfter(client, 'conversation_entry', () =>
      copyInto(client, 'conversation_entry', ['organization_id', 'conversation_id', 'direction', 'text', 'at', 'author'], entries(organizationId, count, now)),
    ) // oxfmt-ignore
    await client.query(
      `INSERT INTO conversation_mention (organization_id, user_id, entry_id, conversation_id)
       SELECT $1, $2, max(id), conversation_id FROM conversation_entry WHERE organization_id = $1 AND conversation_id % 400 = 0 GROUP BY conversation_id`,
      [organizationId, me],
    )
    await client.query("SELECT setval('conversation_id_seq', $1)", [count])
  })
}

function* rowsOf<Row>(count: number, row: (i: number) => Row): Generator<Row> {
  for (let i = 1; i <= count; i++) yield row(i)
}

async function addStaff(client: Client, organizationId: number): Promise<string[]> {
  const ids = Array.from({ length: staffCount - 1 }, (_, i) => `urzednik-${i}`)
  await client.query(`INSERT INTO "user" (id, name, email) SELECT id, 'Osoba ' || id, id || '@przykladowo.example' FROM unnest($1::text[]) AS u(id)`, [ids]) // oxfmt-ignore
  await client.query(`INSERT INTO membership (organization_id, user_id, role) SELECT $1, id, 'agent' FROM unnest($2::text[]) AS u(id)`, [organizationId, ids]) // oxfmt-ignore
  return ids
}

async function addQueues(client: Client, organizationId: number, staff: readonly string[]): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO queue (organization_id, name, is_default) SELECT $1, name, n = 8 FROM unnest($2::text[]) WITH ORDINALITY AS q(name, n) RETURNING id`,
    [organizationId, queues],
  )
  await client.query(
    'INSERT INTO queue_member (organization_id, queue_id, user_id) SELECT $1, q, u FROM unnest($2::bigint[]) AS q CROSS JOIN unnest($3::text[]) AS u',
    [organizationId, rows.map(({ id }) => id), staff],
  )
  return rows.map(({ id }) => id)
}

function stateOf(i: number, count: number): 'waiting' | 'answered' | 'closed' {
  const isNew = i > count * 0.9
  const at = mix(i, 8, 100)
  if (at < (isNew ? 50 : 1)) return 'waiting'
  return at < (isNew ? 70 : 4) ? 'answered' : 'closed'
}

function lastAt(i: number, count: number, now: Date): Date {
  return new Date(now.getTime() - Math.floor((spanMs * (count - i + 1)) / count))
}

function entriesOf(i: number): number {
  return 2 + mix(i, 9, 5)
}

/** The text at this place of the thread; the last one is the resident's where they wait. */
function textOf(i: number, place: number, state: string): string {
  const salt = i * 8 + place
  if (!isIncoming(i, place, state)) return answers[mix(salt, 10, answers.length)] ?? ''
  const street = mix(salt, 11, rare) === 0 ? `, ulica Źródlana ${mix(salt, 12, 900)}` : ''
  return `${openings[mix(salt, 13, openings.length)]} ${matters[mix(salt, 14, matters.length)]}${street}`
}

function isIncoming(i: number, place: number, state: string): boolean {
  return (entriesOf(i) - place) % 2 === (state === 'waiting' ? 0 : 1)
}

function* entries(organizationId: number, count: number, now: Date): Generator<Cell[]> {
  for (let i = 1; i <= count; i++) {
    const state = stateOf(i, count)
    const last = lastAt(i, count, now).getTime()
    for (let place = 1; place <= entriesOf(i); place++) {
      const isIn = isIncoming(i, place, state)
      const at = new Date(last - (entriesOf(i) - place) * 60_000)
      yield [organizationId, i, isIn ? 'in' : 'out', textOf(i, place, state), at, isIn ? null : 'Anna Wzór']
    }
  }
}
