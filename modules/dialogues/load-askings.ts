import type { Definition, Language, Session } from '@kurenda/dialogue'
import type { Client } from '#platform/db'
import type { About, Asking } from './asking.ts'
import { readDefinitions, versionKey, type Version } from './definitions.ts'

/** After its end it still says that it has ended, for so long. */
export const kindDays = 14
/** A broadcast may be answered for so long, while its dialogue is open. */
const answerableDays = 60

export const aboutColumns = `id, kind, name, keyword, state, version, once, anonymous, closes_at AS "closesAt", closed_at AS "closedAt"`

/** The dialogues that may speak with people now, and those that ended lately. */
export async function loadDialogues(client: Client, organizationId: number, now: Date): Promise<About[]> {
  const { rows } = await client.query<About>(
    `SELECT ${aboutColumns} FROM dialogue WHERE organization_id = $1
       AND (state = 'open' OR (state = 'closed' AND closed_at > $2::timestamptz - make_interval(days => $3)))`,
    [organizationId, now, kindDays],
  )
  return rows
}

export interface SessionRow {
  id: number
  dialogueId: number
  version: number
  addressId: number | null
  channelId: number | null
  broadcastId: number | null
  key: Buffer | null
  saidAt: Date
  endedAt: Date | null
  ending: string | null
  heard: string
  ownNumber: string | null
  state: Session | null
}

export const sessionColumns = `s.id, s.dialogue_id AS "dialogueId", s.version, s.address_id AS "addressId", s.channel_id AS "channelId",
  s.broadcast_id AS "broadcastId", s.key, s.said_at AS "saidAt", s.ended_at AS "endedAt", s.ending, s.heard, s.own_number AS "ownNumber", s.state`

export function askingOf(about: About, definition: Definition, row: SessionRow): Asking {
  const { state, dialogueId: _dialogue, ...known } = row
  const language = state?.language ?? definition.languages[0]
  return { ...known, about, definition, medium: row.key ? 'web' : 'sms', session: state, language, pending: null }
}

/**
 * What these people are asked by SMS, or were: their sessions, and dialogues whose first question a broadcast put to them (engine
 * role, in a transaction that holds the address rows).
 */
export async function loadAskings(
  client: Client,
  organizationId: number,
  dialogues: readonly About[],
  addressIds: readonly number[],
  now: Date,
): Promise<Asking[]> {
  if (dialogues.length === 0) return []
  const ids = dialogues.map((one) => one.id)
  const sessions = await client.query<SessionRow>(
    `SELECT ${sessionColumns} FROM dialogue_session s
     WHERE s.organization_id = $1 AND s.address_id = ANY($2) AND s.dialogue_id = ANY($3) ORDER BY s.id FOR NO KEY UPDATE`,
    [organizationId, addressIds, ids],
  )
  const begun = new Set(sessions.rows.map((row) => `${row.addressId} ${row.dialogueId} ${row.broadcastId}`))
  const asked = await loadAsked(client, organizationId, ids, addressIds, now)
  const fresh = asked.filter((row) => !begun.has(`${row.addressId} ${row.dialogueId} ${row.broadcastId}`))
  const definitions = await readDefinitions(client, organizationId, [...sessions.rows, ...fresh])
  return [
    ...withDefinition(sessions.rows, dialogues, definitions).map(([row, about, definition]) =>
      askingOf(about, definition, row),
    ),
    ...withDefinition(fresh, dialogues, definitions).map(([row, about, definition]) => ({
      ...blank(about, definition, row.language),
      addressId: row.addressId,
      channelId: row.channelId,
      broadcastId: row.broadcastId,
      saidAt: row.saidAt,
    })),
  ]
}

/** One that has not begun. */
export function blank(about: About, definition: Definition, language: string | null): Asking {
  const spoken = definition.languages.find((one) => one === language)
  return {
    about,
    definition,
    version: definition.version,
    medium: 'sms',
    id: null,
    addressId: null,
    channelId: null,
    broadcastId: null,
    key: null,
    session: null,
    language: spoken ?? definition.languages[0],
    saidAt: new Date(0),
    endedAt: null,
    ending: null,
    heard: '',
    ownNumber: null,
    pending: null,
  }
}

interface Asked extends Version {
  addressId: number
  channelId: number
  broadcastId: number
  saidAt: Date
  language: Language | null
}

/**
 * Broadcasts with a dialogue that reached these people: a look-up by key for each broadcast (few are open) and person. An answer may come
 * before the provider's response to the submit is stored: what a gateway may have sent (up to the mark of a chunk in its hands) counts.
 */
async function loadAsked(
  client: Client,
  organizationId: number,
  dialogueIds: readonly number[],
  addressIds: readonly number[],
  now: Date,
): Promise<Asked[]> {
  const { rows } = await client.query<Asked>(
    `SELECT m.address_id AS "addressId", m.channel_id AS "channelId", b.id AS "broadcastId", b.dialogue_id AS "dialogueId",
       b.dialogue_version AS version, coalesce(m.submitted_at, $4) AS "saidAt", coalesce(r.language, o.language) AS language
     FROM broadcast b JOIN organization o ON o.id = b.organization_id CROSS JOIN unnest($2::bigint[]) AS a(id)
     JOIN message m ON m.organization_id = $1 AND m.broadcast_id = b.id AND m.sent_on = b.sent_on AND m.address_id = a.id
     LEFT JOIN broadcast_recipient r ON r.organization_id = $1 AND r.broadcast_id = b.id AND r.address_id = a.id
     WHERE b.organization_id = $1 AND b.dialogue_id = ANY($3) AND (
       m.submitted_at > $4::timestamptz - make_interval(days => $5)
       OR (m.submitted_at IS NULL AND EXISTS (SELECT FROM dispatch_chunk c WHERE c.organization_id = $1 AND c.broadcast_id = b.id
         AND c.fence IS NOT NULL AND m.id BETWEEN c.first_id AND least(c.last_id, c.mark))))`,
    [organizationId, addressIds, dialogueIds, now, answerableDays],
  )
  return rows
}

export function withDefinition<Row extends Version>(
  rows: readonly Row[],
  dialogues: readonly About[],
  definitions: ReadonlyMap<string, Definition>,
): [Row, About, Definition][] {
  const byId = new Map(dialogues.map((about) => [about.id, about]))
  return rows.flatMap((row) => {
    const [about, definition] = [byId.get(row.dialogueId), definitions.get(versionKey(row))]
    return about && definition ? [[row, about, definition] as [Row, About, Definition]] : []
  })
}
