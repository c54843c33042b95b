import type { SurveyContent, SurveyQuestion } from '@kurenda/contract'
import type { Client } from '#platform/db'
import { answered, skipped, whole, type Counted } from './tally.ts'

/** Of which the answers are few, whatever people say. */
const parting: readonly SurveyQuestion['kind'][] = ['choice', 'choices', 'yes-no', 'scale', 'nps', 'csat', 'ces']

/**
 * How often each answer came together with each answer to `question`, as rows of the tally whose value is the answer to it. It reads the
 * responses: a tally of every pair would be a row a pair and response. Of numbers, dates and words only who answered is counted.
 */
export async function countByAnswer(
  client: Client,
  organizationId: number,
  surveyId: number,
  question: SurveyQuestion,
  { questions }: Pick<SurveyContent, 'questions'>,
): Promise<Counted[]> {
  if (!parting.includes(question.kind)) return []
  const counted = questions.filter(({ kind }) => parting.includes(kind)).map(({ id }) => id)
  const { rows } = await client.query<Counted>(
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
