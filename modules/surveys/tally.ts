import type { Definition, Value } from '@kurenda/dialogue'
import type { Client } from '#platform/db'

/** What a response is counted under besides all: `[['channel', 'sms'], ['group', '3']]`. */
export type Aspects = readonly (readonly [aspect: string, value: string])[]

/** The question of the rows that count whole responses. */
export const whole = ''
/** The choice of the rows that count who answered a question. */
export const answered = ''
export const skipped = '-'

interface Row {
  surveyId: number
  question: string
  choice: string
  aspect: string
  value: string
  count: number
  sum: number
}

/** Changes of the tally of one transaction, gathered: many answers are few rows. */
export class Tally {
  readonly #rows = new Map<string, Row>()

  add(surveyId: number, question: string, choice: string, aspects: Aspects, by: number, number = 0): void {
    for (const [aspect, value] of [['', ''] as const, ...aspects]) {
      const key = JSON.stringify([surveyId, question, choice, aspect, value])
      const row = this.#rows.get(key)
      if (row) {
        row.count += by
        row.sum += by * number
      } else this.#rows.set(key, { surveyId, question, choice, aspect, value, count: by, sum: by * number })
    }
  }

  /** An answer that counts (`by` 1), or no longer does (-1). */
  addAnswer(
    surveyId: number,
    definition: Definition,
    question: string,
    given: Value | null,
    aspects: Aspects,
    by: number,
  ): void {
    if (given === null) return this.add(surveyId, question, skipped, aspects, by)
    this.add(surveyId, question, answered, aspects, by, typeof given === 'number' ? given : 0)
    for (const choice of choicesOf(definition, question, given)) this.add(surveyId, question, choice, aspects, by)
  }

  async write(client: Client, organizationId: number): Promise<void> {
    const rows = [...this.#rows.values()].filter((row) => row.count !== 0 || row.sum !== 0)
    if (rows.length === 0) return
    await client.query(
      `INSERT INTO survey_tally (organization_id, survey_id, question, choice, aspect, value, count, sum)
       SELECT $1, s, q, c, a, v, n, t
       FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::float8[]) AS r(s, q, c, a, v, n, t)`,
      [
        organizationId,
        rows.map((row) => row.surveyId),
        rows.map((row) => row.question),
        rows.map((row) => row.choice),
        rows.map((row) => row.aspect),
        rows.map((row) => row.value),
        rows.map((row) => row.count),
        rows.map((row) => row.sum),
      ],
    )
  }
}

/** Under which choices a value is counted; there are never many, whatever people answer. */
export function choicesOf(definition: Definition, question: string, value: Value): string[] {
  if (Array.isArray(value)) return value
  if (typeof value === 'boolean') return [value ? 'yes' : 'no']
  const node = definition.nodes[question]
  const kind = node?.kind === 'ask' ? node.answer.kind : 'text'
  if (typeof value === 'number') return [kind === 'scale' ? String(value) : String(Number(value.toPrecision(2)))]
  if (typeof value !== 'string') return []
  if (kind === 'choice') return [value]
  return kind === 'date' ? [value.slice(0, 7)] : []
}

/**
 * Makes one of rows that count the same (engine role). Whatever others add meanwhile is left for the next time; two who fold at once
 * part the rows between them, and the sums stay right.
 */
export async function foldTallies(engine: Pick<Client, 'query'>): Promise<void> {
  const { rows } = await engine.query<{ organization_id: number; survey_id: number }>(
    'SELECT DISTINCT organization_id, survey_id FROM survey_tally WHERE NOT folded',
  )
  for (const { organization_id: organizationId, survey_id: surveyId } of rows)
    await engine.query(
      `WITH gone AS (
         DELETE FROM survey_tally t
         USING (SELECT DISTINCT question, choice, aspect, value FROM survey_tally
           WHERE organization_id = $1 AND survey_id = $2 AND NOT folded) k
         WHERE t.organization_id = $1 AND t.survey_id = $2 AND (t.question, t.choice, t.aspect, t.value) = (k.question, k.choice, k.aspect, k.value)
         RETURNING t.*)
       INSERT INTO survey_tally (organization_id, survey_id, question, choice, aspect, value, count, sum, folded)
       SELECT $1, $2, question, choice, aspect, value, sum(count), sum(sum), true FROM gone GROUP BY question, choice, aspect, value`,
      [organizationId, surveyId],
    )
}
