import { randomBytes } from 'node:crypto'
import type { SurveyContent } from '@kurenda/contract'
import { createDialogue, saveDialogue, type DialogueToSave } from '#modules/dialogues'
import type { Client } from '#platform/db'
import { compileSurvey } from './compile-survey.ts'

interface Save {
  organizationId: number
  content: SurveyContent
  by: string
  now: Date
}

/** A new survey, a draft that nobody can answer yet. Returns its id. @throws Problem as saveDialogue */
export async function createSurvey(client: Client, save: Save): Promise<number> {
  const { organizationId, content, by, now } = save
  const dialogue = await dialogueOf(client, organizationId, content)
  const id = await createDialogue(client, { organizationId, dialogue, by, now })
  // Short enough to be typed from a poster; 60 bits are not guessed under the page's throttle.
  const token = randomBytes(8).toString('base64url').slice(0, 10)
  await client.query('INSERT INTO survey (organization_id, id, token, results_public) VALUES ($1, $2, $3, $4)', [
    organizationId,
    id,
    token,
    content.resultsPublic,
  ])
  return id
}

/** Saves over the version that was read. Returns the version. @throws Problem as saveDialogue */
export async function saveSurvey(client: Client, id: number, basedOn: number, save: Save): Promise<number> {
  const { organizationId, content, by, now } = save
  const dialogue = await dialogueOf(client, organizationId, content)
  const version = await saveDialogue(client, id, basedOn, { organizationId, dialogue, by, now })
  await client.query('UPDATE survey SET results_public = $3 WHERE organization_id = $1 AND id = $2', [
    organizationId,
    id,
    content.resultsPublic,
  ])
  return version
}

async function dialogueOf(client: Client, organizationId: number, content: SurveyContent): Promise<DialogueToSave> {
  const { rows } = await client.query<{ zone: string }>('SELECT time_zone AS zone FROM organization WHERE id = $1', [
    organizationId,
  ])
  return {
    kind: 'survey',
    name: (Object.values(content.title).find((title) => title) ?? '').slice(0, 200),
    keyword: content.keyword,
    once: content.once,
    anonymous: content.anonymous,
    closesAt: content.closesAt === null ? null : new Date(content.closesAt),
    definition: compileSurvey(content, rows[0]?.zone ?? 'Europe/Warsaw'),
    source: content,
  }
}
