import type { Definition } from '@kurenda/dialogue'
import { fold } from '@kurenda/sms-text'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { checkSteps } from './check-steps.ts'
import { parseDefinition } from './definitions.ts'

export interface DialogueToSave {
  kind: 'dialogue' | 'survey'
  name: string
  /** Begins it, and names it where several wait for an answer. */
  keyword: string | null
  /** Whoever came to its end does not begin again. */
  once: boolean
  anonymous: boolean
  closesAt: Date | null
  /** As JSON, unchecked; its id and version are given here. */
  definition: object
  /** What it was compiled from. */
  source?: object
}

export interface Save {
  organizationId: number
  dialogue: DialogueToSave
  by: string
  now: Date
}

/** A new dialogue, version 1, a draft. Returns its id. @throws Problem as saveDialogue */
export async function createDialogue(client: Client, { organizationId, dialogue, by, now }: Save): Promise<number> {
  const definition = parseDefinition({ ...dialogue.definition, id: 'dialogue', version: 1 })
  await checkSteps(client, organizationId, definition)
  const keyword = await freeKeyword(client, organizationId, dialogue.keyword, 0)
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO dialogue (organization_id, kind, name, keyword, once, anonymous, closes_at, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
    [organizationId, dialogue.kind, dialogue.name, keyword, dialogue.once, dialogue.anonymous, dialogue.closesAt, now],
  )
  const id = rows[0]?.id ?? 0
  await addVersion(client, { organizationId, dialogue, by, now }, { ...definition, id: `d${id}` }, id)
  return id
}

/**
 * Saves over the version that was read: two people never overwrite each other unseen. Who is in the middle ends on the version
 * they began with. Returns the version.
 * @throws Problem not-found, dialogue-changed, dialogue-state (closed, or an open one that changes whom it remembers),
 * dialogue-invalid, dialogue-step-unavailable, group-not-found, hook-not-found, keyword-taken
 */
export async function saveDialogue(client: Client, id: number, basedOn: number, save: Save): Promise<number> {
  const { organizationId, dialogue } = save
  const { rows } = await client.query<{ version: number; state: string; anonymous: boolean; by: string }>(
    `SELECT d.version, d.state, d.anonymous, v.saved_by AS by FROM dialogue d JOIN dialogue_version v
       ON v.organization_id = d.organization_id AND v.dialogue_id = d.id AND v.version = d.version
     WHERE d.organization_id = $1 AND d.id = $2 AND d.kind = $3 FOR NO KEY UPDATE OF d`,
    [organizationId, id, dialogue.kind],
  )
  const found = rows[0]
  if (!found) throw new Problem('not-found')
  if (found.version !== basedOn) throw new Problem('dialogue-changed', { by: found.by, version: found.version })
  // Who answered was promised that nobody sees it.
  const breaksPromise = found.state === 'open' && found.anonymous !== dialogue.anonymous
  if (found.state === 'closed' || breaksPromise) throw new Problem('dialogue-state')
  const version = found.version + 1
  const definition = parseDefinition({ ...dialogue.definition, id: `d${id}`, version })
  await checkSteps(client, organizationId, definition)
  const keyword = await freeKeyword(client, organizationId, dialogue.keyword, id)
  await addVersion(client, save, definition, id)
  await client.query(
    `UPDATE dialogue SET version = $3, name = $4, keyword = $5, once = $6, anonymous = $7, closes_at = $8
     WHERE organization_id = $1 AND id = $2`,
    [organizationId, id, version, dialogue.name, keyword, dialogue.once, dialogue.anonymous, dialogue.closesAt],
  )
  return version
}

async function addVersion(
  client: Client,
  { organizationId, dialogue, by, now }: Save,
  definition: Definition,
  id: number,
): Promise<void> {
  const source = dialogue.source === undefined ? null : JSON.stringify(dialogue.source)
  await client.query(
    `INSERT INTO dialogue_version (organization_id, dialogue_id, version, definition, source, saved_by, saved_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [organizationId, id, definition.version, JSON.stringify(definition), source, by, now],
  )
}

async function freeKeyword(
  client: Client,
  organizationId: number,
  given: string | null,
  id: number,
): Promise<string | null> {
  const word = fold(given ?? '')
  if (word === '') return null
  const { rowCount } = await client.query(
    `SELECT FROM keyword WHERE organization_id = $1 AND word = $2
     UNION ALL SELECT FROM contact_group WHERE organization_id = $1 AND keyword = $2
     UNION ALL SELECT FROM dialogue WHERE organization_id = $1 AND keyword = $2 AND id <> $3`,
    [organizationId, word, id],
  )
  if (rowCount !== 0) throw new Problem('keyword-taken', { keyword: word })
  return word
}
