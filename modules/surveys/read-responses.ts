import type { Value } from '@kurenda/dialogue'
import type { Client } from '#platform/db'

export interface StoredResponse {
  id: number
  channel: string
  language: string
  phone: string | null
  startedAt: Date
  answeredAt: Date
  ending: string | null
  answers: Record<string, Value | null>
}

/** The newest first; `before` is the id of the last one of the page before. */
export async function readResponses(
  client: Client,
  organizationId: number,
  surveyId: number,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<StoredResponse[]> {
  const { rows } = await client.query<StoredResponse>(
    `SELECT r.id, r.channel, r.language, a.value AS phone, r.started_at AS "startedAt", r.answered_at AS "answeredAt", r.ending, r.answers
     FROM survey_response r LEFT JOIN address a ON a.organization_id = r.organization_id AND a.id = r.address_id
     WHERE r.organization_id = $1 AND r.survey_id = $2 AND ($3::bigint IS NULL OR r.id < $3) ORDER BY r.id DESC LIMIT $4`,
    [organizationId, surveyId, before ?? null, limit],
  )
  return rows
}

/** Answers in people's own words that hold these words, the newest first. */
export async function searchTexts(
  client: Client,
  surveyId: number,
  search: { words: string; question?: string | undefined; before?: number | undefined; limit: number },
): Promise<{ response: number; question: string; text: string }[]> {
  const { rows } = await client.query<{ response: number; question: string; text: string }>(
    'SELECT response_id AS response, question, text FROM search_survey_texts($1, $2, $3, $4, $5)',
    [surveyId, search.words, search.question ?? null, search.before ?? Number.MAX_SAFE_INTEGER, search.limit],
  )
  return rows
}
