import { createHash, randomBytes } from 'node:crypto'
import type { Language } from '@kurenda/dialogue'
import type { Client } from '#platform/db'
import { begin, hear, isClosed, type About, type Asking, type Medium, type Turn } from './asking.ts'
import { readDefinitions, versionKey } from './definitions.ts'
import { aboutColumns, askingOf, blank, sessionColumns, type SessionRow } from './load-askings.ts'
import { storeAskings, tell, type Listener } from './store-askings.ts'

/** One asking about to begin on a medium where nobody is known. Undefined where there is no such dialogue. */
export async function prepareAsking(
  client: Client,
  organizationId: number,
  dialogueId: number,
  how: { medium: Medium; language: Language | undefined },
): Promise<Asking | undefined> {
  const { rows } = await client.query<About>(
    `SELECT ${aboutColumns} FROM dialogue WHERE organization_id = $1 AND id = $2`,
    [organizationId, dialogueId],
  )
  const about = rows[0]
  if (!about) return undefined
  const version = { dialogueId, version: about.version }
  const definition = (await readDefinitions(client, organizationId, [version])).get(versionKey(version))
  return definition && { ...blank(about, definition, how.language ?? null), medium: how.medium }
}

/** Somebody who came by a link of their own. */
export interface Person {
  key: string
  addressId: number
}

/**
 * Begins on a page of its own. The key names the session in the page's address: that of the person's link, or a new one, which is told
 * only once.
 */
export function beginOnPage(asking: Asking, timeZone: string, now: Date, person?: Person): { key: string; turn: Turn } {
  const key = person?.key ?? randomBytes(18).toString('base64url')
  belongTo(asking, key, person, now)
  return { key, turn: begin(asking, { at: now, timeZone, contact: {} }) }
}

function belongTo(asking: Asking, key: string, person: Person | undefined, now: Date): void {
  asking.key = digest(key)
  asking.addressId = person?.addressId ?? null
  asking.saidAt = now
}

/**
 * Holds a person's row until the end of the transaction, so that they answer in one way at a time, and tells whether they came to the
 * end of the dialogue before, on whatever channel.
 */
export async function hasAnswered(
  client: Client,
  organizationId: number,
  dialogueId: number,
  addressId: number,
): Promise<boolean> {
  await client.query('SELECT FROM address WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE', [
    organizationId,
    addressId,
  ])
  const { rowCount } = await client.query(
    `SELECT FROM dialogue_session WHERE organization_id = $1 AND address_id = $2 AND dialogue_id = $3 AND ending = 'done' LIMIT 1`,
    [organizationId, addressId, dialogueId],
  )
  return rowCount === 1
}

/** The session that a page belongs to, held until the end of the transaction. */
export async function findByKey(
  client: Client,
  organizationId: number,
  dialogueId: number,
  key: string,
): Promise<Asking | undefined> {
  const { rows } = await client.query<SessionRow>(
    `SELECT ${sessionColumns} FROM dialogue_session s
     WHERE s.organization_id = $1 AND s.key = $2 AND s.dialogue_id = $3 FOR NO KEY UPDATE`,
    [organizationId, digest(key), dialogueId],
  )
  const row = rows[0]
  if (!row) return undefined
  const about = await client.query<About>(
    `SELECT ${aboutColumns} FROM dialogue WHERE organization_id = $1 AND id = $2`,
    [organizationId, dialogueId],
  )
  const definition = (await readDefinitions(client, organizationId, [row])).get(versionKey(row))
  return about.rows[0] && definition && askingOf(about.rows[0], definition, row)
}

/** Lets a page's session hear an answer, or (`resume`) say again what it asks. */
export function hearOnPage(asking: Asking, event: Parameters<typeof hear>[1], now: Date): Turn {
  const nothing: Turn = { asking, prompts: [], refusal: null, needsStaff: false, notes: [] }
  if (isClosed(asking.about, now)) return { ...nothing, refusal: 'closed' }
  if (asking.endedAt !== null || asking.session === null) return nothing
  asking.saidAt = now
  return hear(asking, event)
}

export async function storeOnPage(
  client: Client,
  organizationId: number,
  turn: Turn,
  listener: Listener,
  now: Date,
): Promise<void> {
  const refused = await storeAskings(client, organizationId, [turn.asking], listener, now)
  if (refused.has(turn.asking)) turn.refusal = 'full'
}

/**
 * Keeps the answers of one that was gone through at once. It needs no session, except that of a person of whom it is to be known that
 * they answered. Not kept where there was no room.
 */
export async function keepWhole(
  client: Client,
  organizationId: number,
  asking: Asking,
  listener: Listener,
  now: Date,
  person?: Person,
): Promise<{ id: number; kept: boolean }> {
  if (person) {
    belongTo(asking, person.key, person, now)
    const refused = await storeAskings(client, organizationId, [asking], listener, now)
    return { id: asking.id ?? 0, kept: !refused.has(asking) }
  }
  const { rows } = await client.query<{ id: number }>(`SELECT nextval('dialogue_session_id_seq') AS id`)
  asking.id = rows[0]?.id ?? 0
  const pending = asking.pending ?? { recorded: [], effects: [] }
  const full = await listener(client, organizationId, [tell(asking, pending, true, now)])
  return { id: asking.id, kept: full.size === 0 }
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}
