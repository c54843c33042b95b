import type { SurveyContent, SurveyQuestion, SurveyResults } from '@kurenda/contract'
import type { Language } from '@kurenda/dialogue'
import type { Client } from '#platform/db'
import { count, countsOf, resultOf, type Row } from './question-results.ts'
import { readSurvey } from './read-surveys.ts'
import { answered, skipped, whole } from './tally.ts'
import { withoutFew } from './without-few.ts'

/** Of which the answers are few, whatever people say. */
const parting: readonly SurveyQuestion['kind'][] = ['choice', 'choices', 'yes-no', 'scale', 'nps', 'csat', 'ces']

/**
 * Results parted by the answers to one question, in the order of its options; none where its answers are as many as people are. Of numbers,
 * dates and words only who answered is counted. @throws Problem not-found
 */
export async function partByAnswer(
  client: Client,
  organizationId: number,
  surveyId: number,
  { other, language }: { other: string; language: Language },
): Promise<SurveyResults['cross']> {
  const { content } = await readSurvey(client, organizationId, surveyId)
  const question = content.questions.find(({ id, kind }) => id === other && parting.includes(kind))
  if (!question) return []
  const rows = await countByAnswer(client, organizationId, surveyId, question, content)
  const byValue = Map.groupBy(rows, (row) => row.value)
  const { options } = resultOf(question, new Map(), content, language)
  const parts = options.map(({ id, label }) => {
    const counts = countsOf(byValue.get(id) ?? [])
    return {
      value: id,
      label,
      responses: count(counts, whole, 'started'),
      questions: content.questions.map((one) => resultOf(one, counts, content, language)),
    }
  })
  const given = parts.filter(({ responses }) => responses > 0)
  const told = new Set(content.anonymous ? withoutFew(given) : given)
  return given.filter((part) => told.has(part))
}

/**
 * How often each answer came together with each answer to `question`, as rows of the tally whose value is the answer to it. It reads the
 * responses: a tally of every pair would be a row a pair and response.
 */
async function countByAnswer(
  client: Client,
  organizationId: number,
  surveyId: number,
  question: SurveyQuestion,
  { questions }: Pick<SurveyContent, 'questions'>,
): Promise<Row[]> {
  const counted = questions.filter(({ kind }) => parting.includes(kind)).map(({ id }) => id)
  const { rows } = await client.query<Row>(
    `WITH parted AS MATERIALIZED (
       SELECT v.value, r.answers FROM survey_response r CROSS JOIN LATERAL (${choicesIn('r.answers->$3::text')}) v(value)
       WHERE r.organization_id = $1 AND r.survey_id = $2 AND r.answers ? $3::text)
     SELECT $4::text AS question, 'started' AS choice, 'question' AS aspect, value, count(*)::int AS count, 0::float8 AS sum
     FROM parted GROUP BY value
     UNION ALL
     SELECT a.key, CASE jsonb_typeof(a.value) WHEN 'null' THEN $6::text ELSE $5::text END, 'question', p.value, count(*)::int,
       coalesce(sum(CASE jsonb_typeof(a.value) WHEN 'number' THEN a.value::float8 END), 0)
     FROM parted p CROSS JOIN LATERAL jsonb_each(p.answers) a GROUP BY 1, 2, 4
     UNION ALL
     SELECT a.key, c.value, 'question', p.value, count(*)::int, 0
     FROM parted p CROSS JOIN LATERAL jsonb_each(p.answers) a CROSS JOIN LATERAL (${choicesIn('a.value')}) c(value)
     WHERE a.key = ANY($7) GROUP BY 1, 2, 4`,
    [organizationId, surveyId, question.id, whole, answered, skipped, counted],
  )
  return rows
}

/** The choices of a JSON value, named as `choicesOf` names them: ids, `yes` and `no`, points. */
function choicesIn(value: string): string {
  return `SELECT CASE e.one WHEN 'true' THEN 'yes' WHEN 'false' THEN 'no' ELSE e.one #>> '{}' END
    FROM jsonb_array_elements(CASE jsonb_typeof(${value}) WHEN 'array' THEN ${value} WHEN 'null' THEN '[]'
      WHEN 'object' THEN '[]' ELSE jsonb_build_array(${value}) END) AS e(one)`
}
