import type { SurveyAspect, SurveyContent, SurveyResults } from '@kurenda/contract'
import type { Language } from '@kurenda/dialogue'
import type { Client } from '#platform/db'
import { count, countsOf, inLanguage, readTally, resultOf, type Row } from './question-results.ts'
import { readSurvey } from './read-surveys.ts'
import { whole } from './tally.ts'
import { withoutFew } from './without-few.ts'

/** More columns of a comparison nobody reads; the largest are shown. */
const mostValues = 40

/**
 * What a survey was answered, from its tally alone: as fast for a million responses as for ten. @throws Problem not-found
 * @param by parts the counts by that aspect, too
 */
export async function readResults(
  client: Client,
  organizationId: number,
  surveyId: number,
  { by, language }: { by?: SurveyAspect | undefined; language: Language },
): Promise<SurveyResults> {
  const survey = await readSurvey(client, organizationId, surveyId)
  const { content } = survey
  const rows = await readTally(client, organizationId, surveyId, ['', ...(by ? [by] : [])])
  const all = countsOf(rows.filter((row) => row.aspect === ''))
  const begun = count(all, whole, 'started')
  const complete = count(all, whole, 'complete')
  const parted = await readTally(client, organizationId, surveyId, ['channel', 'day'], whole)
  return {
    id: surveyId,
    title: inLanguage(content.title, language, content),
    state: survey.state,
    responses: {
      complete,
      partial: Math.max(0, begun - complete),
      byChannel: byValue(parted, 'channel'),
      byDay: byValue(parted, 'day'),
    },
    invited: await readInvited(client, organizationId, surveyId),
    questions: content.questions.map((question) => resultOf(question, all, content, language)),
    cross: by ? await cross(client, organizationId, rows, by, content, language) : [],
  }
}

function byValue(rows: readonly Row[], aspect: string): Record<string, number> {
  return Object.fromEntries(
    rows
      .filter((row) => row.aspect === aspect && row.choice === 'started')
      .sort((a, b) => (a.value < b.value ? -1 : 1))
      .map((row) => [row.value, row.count]),
  )
}

async function cross(
  client: Client,
  organizationId: number,
  rows: readonly Row[],
  by: SurveyAspect,
  content: SurveyContent,
  language: Language,
): Promise<SurveyResults['cross']> {
  const values = [
    ...Map.groupBy(
      rows.filter((row) => row.aspect === by),
      (row) => row.value,
    ),
  ]
    .map(([value, ofOne]) => ({ value, counts: countsOf(ofOne) }))
    .map((one) => ({ ...one, responses: count(one.counts, whole, 'started') }))
  const told = content.anonymous ? withoutFew(values) : values
  const largest = [...told].sort((a, b) => b.responses - a.responses).slice(0, mostValues)
  const shown = by === 'day' ? largest.sort((a, b) => (a.value < b.value ? -1 : 1)) : largest
  const names = await namesOf(
    client,
    organizationId,
    by,
    shown.map(({ value }) => value),
  )
  return shown.map(({ value, counts, responses }) => ({
    value,
    label: names.get(value) ?? value,
    responses,
    questions: content.questions.map((question) => resultOf(question, counts, content, language)),
  }))
}

async function namesOf(
  client: Client,
  organizationId: number,
  by: SurveyAspect,
  values: readonly string[],
): Promise<Map<string, string>> {
  const table = by === 'group' ? 'contact_group' : by === 'broadcast' ? 'broadcast' : undefined
  if (!table) return new Map()
  const { rows } = await client.query<{ id: string; name: string }>(
    `SELECT id::text, name FROM ${table} WHERE organization_id = $1 AND id = ANY($2::bigint[])`,
    [organizationId, values],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Whom broadcasts put the first question to, and how many of them answered. */
async function readInvited(
  client: Client,
  organizationId: number,
  surveyId: number,
): Promise<SurveyResults['invited']> {
  const { rows } = await client.query<{ people: number; answered: number }>(
    `SELECT coalesce(sum(b.expanded), 0)::int AS people,
       (SELECT coalesce(sum(t.count), 0)::int FROM survey_tally t WHERE t.organization_id = $1 AND t.survey_id = $2
         AND t.aspect = 'broadcast' AND t.question = '' AND t.choice = 'started') AS answered
     FROM broadcast b WHERE b.organization_id = $1 AND b.dialogue_id = $2 AND b.expanded > 0`,
    [organizationId, surveyId],
  )
  const { people, answered: told } = rows[0] ?? { people: 0, answered: 0 }
  return people === 0 ? null : { people, answered: told, rate: told / people }
}
