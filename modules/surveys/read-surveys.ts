import { surveyContent, type DialogueState, type SurveyContent } from '@kurenda/contract'
import { listDialogues, readDialogue, type StoredDialogue } from '#modules/dialogues'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

export interface StoredSurvey {
  id: number
  version: number
  state: DialogueState
  content: SurveyContent
  token: string
  /** Whole ones. */
  responses: number
  lastAnswerOn: string | null
  closedAt: Date | null
  createdAt: Date
  savedBy: string
}

/** @throws Problem not-found */
export async function readSurvey(client: Client, organizationId: number, id: number): Promise<StoredSurvey> {
  const dialogue = await readDialogue(client, organizationId, id, 'survey')
  const [survey] = await complete(client, organizationId, [dialogue])
  if (!survey) throw new Problem('not-found')
  return survey
}

/** As readSurvey; undefined where there is none. */
export async function findSurvey(
  client: Client,
  organizationId: number,
  id: number,
): Promise<StoredSurvey | undefined> {
  return readSurvey(client, organizationId, id).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'not-found') return undefined
    throw error
  })
}

/** The newest first; `before` is the id of the last one of the page before. */
export async function listSurveys(
  client: Client,
  organizationId: number,
  page: { state?: string | undefined; name?: string; before?: number | undefined; limit: number },
): Promise<StoredSurvey[]> {
  return complete(client, organizationId, await listDialogues(client, organizationId, { ...page, kind: 'survey' }))
}

async function complete(
  client: Client,
  organizationId: number,
  dialogues: readonly StoredDialogue[],
): Promise<StoredSurvey[]> {
  const { rows } = await client.query<{ id: number; token: string; responses: number; lastAnswerOn: string | null }>(
    `SELECT s.id, s.token, coalesce((SELECT sum(t.count) FROM survey_tally t WHERE t.organization_id = $1 AND t.survey_id = s.id
       AND t.aspect = '' AND t.question = '' AND t.choice = 'complete'), 0)::int AS responses,
       (SELECT max(t.value) FROM survey_tally t WHERE t.organization_id = $1 AND t.survey_id = s.id
         AND t.aspect = 'day' AND t.question = '' AND t.choice = 'started') AS "lastAnswerOn"
     FROM survey s WHERE s.organization_id = $1 AND s.id = ANY($2)`,
    [organizationId, dialogues.map((one) => one.id)],
  )
  const known = new Map(rows.map((row) => [row.id, row]))
  return dialogues.flatMap(({ id, version, state, source, closedAt, createdAt, savedBy }) => {
    const row = known.get(id)
    if (!row) return []
    const { token, responses, lastAnswerOn } = row
    return [
      {
        id,
        version,
        state,
        content: surveyContent.parse(source),
        token,
        responses,
        lastAnswerOn,
        closedAt,
        createdAt,
        savedBy,
      },
    ]
  })
}
