import type { SurveyTextGroups } from '@kurenda/contract'
import type { Language } from '@kurenda/dialogue'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { groupTexts, type Written } from './group-texts.ts'
import { inLanguage } from './question-results.ts'
import { readSurvey } from './read-surveys.ts'

/** More than that are not read by anyone; the latest stand for all. */
const mostTexts = 5_000

/**
 * What people wrote in their own words to one question (where none is named, the first of that kind), by the words they share.
 * @throws Problem not-found, for a question that is not of the kind `text`, too
 */
export async function readTextGroups(
  client: Client,
  organizationId: number,
  surveyId: number,
  { question: wanted, language }: { question?: string | undefined; language: Language },
): Promise<SurveyTextGroups> {
  const { content } = await readSurvey(client, organizationId, surveyId)
  const asked = content.questions.find(({ id, kind }) => kind === 'text' && (wanted === undefined || id === wanted))
  if (!asked) throw new Problem('not-found')
  const texts = await client.query<Written>(
    `SELECT t.text, r.language FROM (
       SELECT response_id, text FROM survey_text WHERE organization_id = $1 AND survey_id = $2 AND question = $3
       ORDER BY response_id DESC LIMIT $4) t
     JOIN survey_response r ON r.organization_id = $1 AND r.survey_id = $2 AND r.id = t.response_id`,
    [organizationId, surveyId, asked.id, mostTexts],
  )
  return {
    question: asked.id,
    text: inLanguage(asked.text, language, content),
    read: texts.rows.length,
    ...groupTexts(texts.rows),
  }
}
