import { randomBytes } from 'node:crypto'
import type { SurveyContent } from '@kurenda/contract'
import { createDialogue, saveDialogue, type DialogueToSave } from '#modules/dialogues'
import type { Client } from '#platform/db'
import { compileSurvey, wrong } from './compile-survey.ts'
import { findSurvey } from './read-surveys.ts'

interface Save {
  organizationId: number
  content: SurveyContent
  by: string
  now: Date
}

/** A new survey, a draft that nobody can answer yet. Returns its id. @throws Problem as saveDialogue, dialogue-invalid for a survey before it that cannot be */
export async function createSurvey(client: Client, save: Save): Promise<number> {
  const { organizationId, content, by, now } = save
  await checkFollows(client, organizationId, content.follows)
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
  await checkFollows(client, organizationId, content.follows, id)
  const dialogue = await dialogueOf(client, organizationId, content)
  const version = await saveDialogue(client, id, basedOn, { organizationId, dialogue, by, now })
  await client.query('UPDATE survey SET results_public = $3 WHERE organization_id = $1 AND id = $2', [
    organizationId,
    id,
    content.resultsPublic,
  ])
  return version
}

/** The survey before it is one of the same organization, and does not itself come after this one. @throws Problem dialogue-invalid */
async function checkFollows(
  client: Client,
  organizationId: number,
  follows: number | undefined,
  own?: number,
): Promise<void> {
  const chain = new Set<number>()
  for (let id = follows; id !== undefined && !chain.has(id);) {
    if (id === own)
      throw wrong(
        'follows',
        'Ankieta nie może być wcześniejsza od samej siebie, także przez inne ankiety.',
        'A survey cannot come before itself, nor through other surveys.',
      )
    chain.add(id)
    const survey = await findSurvey(client, organizationId, id)
    if (!survey && id === follows)
      throw wrong('follows', `Nie ma wcześniejszej ankiety nr ${id}.`, `There is no earlier survey no. ${id}.`)
    id = survey?.content.follows
  }
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
