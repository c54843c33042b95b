import type { SurveyTextGroups } from '@kurenda/contract'
import type { Language } from '@kurenda/dialogue'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { describePart, partTexts, type Written } from './group-texts.ts'
import { inLanguage } from './question-results.ts'
import { readSurvey, type StoredSurvey } from './read-surveys.ts'

/** More than that are not read by anyone; the latest stand for all. */
const mostTexts = 5_000
/** Names those that share no word with another. It is no letter, so no group is called so. */
const inNone = '-'

interface Stored extends Written {
  response: number
}

/**
 * What people wrote in their own words to one question (where none is named, the first of that kind), by the words they share.
 * @throws Problem not-found, for a question that is not of the kind `text`, too
 */
export async function readTextGroups(
  client: Client,
  organizationId: number,
  surveyId: number,
  { question, language }: { question?: string | undefined; language: Language },
): Promise<SurveyTextGroups> {
  const { content } = await readSurvey(client, organizationId, surveyId)
  const asked = textQuestion(content, question)
  const texts = await latestTexts(client, organizationId, surveyId, asked.id)
  const { parts, others } = partTexts(texts)
  return {
    question: asked.id,
    text: inLanguage(asked.text, language, content),
    read: texts.length,
    groups: parts.map((part) => ({ id: part.stem, ...describePart(part) })),
    others: others.length,
  }
}

/**
 * The texts of one group that hold these words, the newest first. Groups change as answers come in: of one that is no more there are none.
 * @throws Problem not-found, for a question that is not of the kind `text`, too
 */
export async function readTextsOfGroup(
  client: Client,
  organizationId: number,
  surveyId: number,
  search: { group: string; question?: string | undefined; words: string; before?: number | undefined; limit: number },
): Promise<{ response: number; question: string; text: string }[]> {
  const { content } = await readSurvey(client, organizationId, surveyId)
  const { id: question } = textQuestion(content, search.question)
  const { parts, others } = partTexts(await latestTexts(client, organizationId, surveyId, question))
  const found = search.group === inNone ? others : (parts.find(({ stem }) => stem === search.group)?.texts ?? [])
  // By its key each is found at once, whatever row-level security keeps from the index of words.
  const { rows } = await client.query<{ response: number; question: string; text: string }>(
    `SELECT response_id AS response, question, text FROM survey_text
     WHERE organization_id = $1 AND survey_id = $2 AND question = $3 AND response_id = ANY($4) AND ($5::bigint IS NULL OR response_id < $5)
       AND ($6 = '' OR (numnode(search_query($6)) > 0 AND search_words(text) @@ search_query($6)))
     ORDER BY response_id DESC LIMIT $7`,
    [
      organizationId,
      surveyId,
      question,
      found.map(({ one }) => one.response),
      search.before ?? null,
      search.words,
      search.limit,
    ],
  )
  return rows
}

function textQuestion({ questions }: StoredSurvey['content'], wanted: string | undefined) {
  const asked = questions.find(({ id, kind }) => kind === 'text' && (wanted === undefined || id === wanted))
  if (!asked) throw new Problem('not-found')
  return asked
}

async function latestTexts(
  client: Client,
  organizationId: number,
  surveyId: number,
  question: string,
): Promise<Stored[]> {
  const { rows } = await client.query<Stored>(
    `SELECT t.response_id AS response, t.text, r.language FROM (
       SELECT response_id, text FROM survey_text WHERE organization_id = $1 AND survey_id = $2 AND question = $3
       ORDER BY response_id DESC LIMIT $4) t
     JOIN survey_response r ON r.organization_id = $1 AND r.survey_id = $2 AND r.id = t.response_id`,
    [organizationId, surveyId, question, mostTexts],
  )
  return rows
}
