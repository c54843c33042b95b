import type { SurveyContent } from '@kurenda/contract'
import type { Told } from '#modules/dialogues'
import type { Client } from '#platform/db'
import type { Change, Response } from './store-responses.ts'
import { choicesOf, whole } from './tally.ts'

/** How many answers there is still room for, in surveys that end at a number. Whoever asks for them waits for the one before. */
export class Places {
  readonly #counts: Map<string, number>

  private constructor(counts: Map<string, number>) {
    this.#counts = counts
  }

  /** In order of their ids, so that two who need several surveys cannot wait for each other. */
  static async open(client: Client, organizationId: number, surveyIds: readonly number[]): Promise<Places> {
    const counts = new Map<string, number>()
    for (const id of [...surveyIds].sort((a, b) => a - b)) {
      await client.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`survey ${organizationId} ${id}`])
      const { rows } = await client.query<{ question: string; choice: string; count: number }>(
        `SELECT question, choice, sum(count)::int AS count FROM survey_tally
         WHERE organization_id = $1 AND survey_id = $2 AND aspect = '' GROUP BY question, choice`,
        [organizationId, id],
      )
      for (const { question, choice, count } of rows) counts.set(keyOf(id, question, choice), count)
    }
    return new Places(counts)
  }

  /** Takes the places that a response needs; false where one is missing. */
  hasRoom(told: Told, content: SurveyContent | undefined, response: Response, change: Change): boolean {
    if (!content) return true
    const { surveyId } = response
    const completes = !change.wasComplete && response.ending === 'done'
    const most = content.mostResponses
    if (most !== null && (change.isNew || completes) && this.#count(surveyId, whole, 'complete') >= most) return false
    const taken = content.quotas.filter(({ question, choice }) => {
      const fresh = told.recorded.some(({ node }) => node === question) && !change.old.has(question)
      const value = response.answers[question]
      return (
        fresh && value !== undefined && value !== null && choicesOf(told.definition, question, value).includes(choice)
      )
    })
    if (taken.some(({ question, choice, most: places }) => this.#count(surveyId, question, choice) >= places))
      return false
    for (const { question, choice } of taken) this.#take(surveyId, question, choice)
    if (completes) this.#take(surveyId, whole, 'complete')
    return true
  }

  #count(surveyId: number, question: string, choice: string): number {
    return this.#counts.get(keyOf(surveyId, question, choice)) ?? 0
  }

  #take(surveyId: number, question: string, choice: string): void {
    this.#counts.set(keyOf(surveyId, question, choice), this.#count(surveyId, question, choice) + 1)
  }
}

function keyOf(...parts: (string | number)[]): string {
  return JSON.stringify(parts)
}
