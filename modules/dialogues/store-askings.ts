import type { Definition, Language, Value } from '@kurenda/dialogue'
import { setContactFields } from '#modules/audience'
import { joinGroups, leaveGroups } from '#modules/registration'
import { inOneGo, post, type Client } from '#platform/db'
import { end, type Asking, type Medium, type Pending } from './asking.ts'
import type { About } from './asking.ts'

/** What happened in one session, for whoever keeps what is answered. */
export interface Told {
  sessionId: number
  about: About
  definition: Definition
  version: number
  medium: Medium
  isNew: boolean
  language: Language
  addressId: number | null
  broadcastId: number | null
  at: Date
  recorded: { node: string; value: Value | null; at: Date }[]
  /** Undefined while it goes on. */
  ending: string | undefined
}

/** Keeps what is answered, in the transaction of the sessions. Returns the sessions whose answers there is no room for. */
export type Listener = (client: Client, organizationId: number, told: readonly Told[]) => Promise<ReadonlySet<number>>

/**
 * Stores what happened in these sessions and carries out what follows from it: all or nothing, in the caller's transaction.
 * Returns those that were ended because their answers found no room.
 */
export async function storeAskings(
  client: Client,
  organizationId: number,
  askings: readonly Asking[],
  listener: Listener,
  now: Date,
): Promise<Set<Asking>> {
  const changed = askings.flatMap((asking) => (asking.pending ? [{ asking, pending: asking.pending }] : []))
  if (changed.length === 0) return new Set()
  const isNew = new Set(changed.filter(({ asking }) => asking.id === null).map(({ asking }) => asking))
  await giveIds(client, [...isNew])
  const told = changed.map((one) => tell(one.asking, one.pending, isNew.has(one.asking), now))
  const full = await listener(client, organizationId, told)
  const refused = new Set<Asking>()
  for (const { asking } of changed) {
    if (asking.id === null || !full.has(asking.id)) continue
    end(asking, 'full', now)
    refused.add(asking)
  }
  const known = changed.map(({ asking }) => asking).filter((asking) => !isNew.has(asking))
  await inOneGo(
    client,
    () => insert(client, organizationId, [...isNew]),
    () => update(client, organizationId, known),
  )
  await carryOut(
    client,
    organizationId,
    changed.filter(({ asking }) => !refused.has(asking)),
    now,
  )
  for (const { asking } of changed) asking.pending = null
  return refused
}

export function tell(asking: Asking, { recorded }: Pending, isNew: boolean, at: Date): Told {
  const { about, definition, version, medium, addressId, broadcastId, session, language, ending } = asking
  return {
    sessionId: asking.id ?? 0,
    about,
    definition,
    version,
    medium,
    isNew,
    language: session?.language ?? language,
    addressId,
    broadcastId,
    at,
    recorded,
    ending: ending ?? undefined,
  }
}

async function giveIds(client: Client, askings: readonly Asking[]): Promise<void> {
  if (askings.length === 0) return
  const { rows } = await client.query<{ id: number }>(
    `SELECT nextval('dialogue_session_id_seq') AS id FROM generate_series(1, $1)`,
    [askings.length],
  )
  askings.forEach((asking, index) => (asking.id = rows[index]?.id ?? null))
}

async function insert(client: Client, organizationId: number, askings: readonly Asking[]): Promise<void> {
  if (askings.length === 0) return
  await client.query({
    name: 'insert-sessions',
    text: `INSERT INTO dialogue_session (organization_id, id, dialogue_id, version, address_id, channel_id, broadcast_id, key, said_at, due_at,
       ended_at, ending, heard, own_number, state)
     SELECT $1, i, d, v, a, c, b, k, s, u, e, g, h, o, x
     FROM unnest($2::bigint[], $3::bigint[], $4::int[], $5::bigint[], $6::int[], $7::bigint[], $8::bytea[], $9::timestamptz[],
       $10::timestamptz[], $11::timestamptz[], $12::text[], $13::text[], $14::text[], $15::jsonb[])
       AS n(i, d, v, a, c, b, k, s, u, e, g, h, o, x)`,
    values: [
      organizationId,
      askings.map((one) => one.id),
      askings.map((one) => one.about.id),
      askings.map((one) => one.version),
      askings.map((one) => one.addressId),
      askings.map((one) => one.channelId),
      askings.map((one) => one.broadcastId),
      askings.map((one) => one.key),
      ...states(askings),
    ],
  })
}

async function update(client: Client, organizationId: number, askings: readonly Asking[]): Promise<void> {
  if (askings.length === 0) return
  await client.query(
    `UPDATE dialogue_session SET said_at = n.s, due_at = n.u, ended_at = n.e, ending = n.g, heard = n.h, own_number = n.o, state = n.x
     FROM unnest($2::bigint[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::text[], $8::text[], $9::jsonb[])
       AS n(i, s, u, e, g, h, o, x)
     WHERE organization_id = $1 AND id = n.i`,
    [organizationId, askings.map((one) => one.id), ...states(askings)],
  )
}

/** Of what has ended nothing is kept but that it was. */
function states(askings: readonly Asking[]) {
  const live = (asking: Asking) => (asking.endedAt === null ? asking.session : null)
  return [
    askings.map((one) => one.saidAt),
    askings.map((one) => live(one)?.due ?? null),
    askings.map((one) => one.endedAt),
    askings.map((one) => one.ending),
    askings.map((one) => one.heard),
    askings.map((one) => one.ownNumber),
    askings.map((one) => (live(one) ? JSON.stringify(live(one)) : null)),
  ]
}

/** Groups, fields and calls; who answered without a number has neither. */
async function carryOut(
  client: Client,
  organizationId: number,
  changed: readonly { asking: Asking; pending: Pending }[],
  now: Date,
): Promise<void> {
  const groups = await groupIds(client, organizationId, changed)
  for (const { asking, pending } of changed) {
    const { addressId } = asking
    for (const effect of pending.effects) {
      if (effect.is === 'call-webhook') {
        const { node, hook, values } = effect
        await post(client, organizationId, 'dialogue.hook', { sessionId: asking.id, node, hook, values })
      }
      if (addressId === null) continue
      if (effect.is === 'join' || effect.is === 'leave') {
        const groupId = groups.get(effect.group ?? '')
        if (groupId === undefined) continue
        if (effect.is === 'join') await joinGroups(client, organizationId, [{ addressId, groupId }], now)
        else await leaveGroups(client, organizationId, [{ addressId, groupId }])
      }
      if (effect.is === 'set-field')
        await setContactFields(client, organizationId, { addressId, field: effect.field, value: effect.value })
    }
  }
}

async function groupIds(
  client: Client,
  organizationId: number,
  changed: readonly { pending: Pending }[],
): Promise<Map<string, number>> {
  const names = changed.flatMap(({ pending }) =>
    pending.effects.flatMap((effect) =>
      (effect.is === 'join' || effect.is === 'leave') && effect.group !== undefined ? [effect.group] : [],
    ),
  )
  if (names.length === 0) return new Map()
  const { rows } = await client.query<{ id: number; name: string }>(
    'SELECT id, name FROM contact_group WHERE organization_id = $1 AND name = ANY($2)',
    [organizationId, names],
  )
  return new Map(rows.map(({ id, name }) => [name, id]))
}
