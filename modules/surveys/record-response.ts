import type { NewSurveyResponse, SurveyChannel } from '@kurenda/contract'
import type { Definition, Given } from '@kurenda/dialogue'
import { isClosed, keepWhole, prepareAsking, type Asking } from '#modules/dialogues'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { giveAnswers } from './give-answers.ts'
import { keepAnswers } from './keep-answers.ts'

export interface WholeResponse {
  organizationId: number
  surveyId: number
  channel: SurveyChannel
  language?: NewSurveyResponse['language']
  /** By question, in the way that the channel gives them. */
  given: ReadonlyMap<string, Given>
  /** The clerk who entered it. */
  by: string | null
  now: Date
}

/**
 * Keeps a response whose answers are all there. Returns its number.
 * @throws Problem not-found, survey-not-open, survey-closed, survey-full, survey-answers
 */
export async function recordResponse(client: Client, whole: WholeResponse): Promise<number> {
  const { organizationId, surveyId, given, now, channel, language } = whole
  const asking = await prepareAsking(client, organizationId, surveyId, { medium: channel, language })
  if (asking?.about.kind !== 'survey') throw new Problem('not-found')
  refuseUnlessOpen(asking, now)
  const notTaken = giveAnswers(asking, given, { now, timeZone: asking.definition.timeZone })
  if (notTaken.length > 0) throw new Problem('survey-answers', { questions: notTaken.map(({ node }) => node) })
  const { id, kept } = await keepWhole(client, organizationId, asking, keepAnswers, now)
  if (!kept) throw new Problem('survey-full')
  if (whole.by !== null)
    await client.query(
      'UPDATE survey_response SET entered_by = $4 WHERE organization_id = $1 AND survey_id = $2 AND id = $3',
      [organizationId, surveyId, id, whole.by],
    )
  return id
}

/** @throws Problem survey-not-open, survey-closed */
function refuseUnlessOpen({ about }: Asking, now: Date): void {
  if (about.state === 'draft') throw new Problem('survey-not-open')
  if (isClosed(about, now)) throw new Problem('survey-closed')
}

/** What a clerk typed for a question: ids of choices, a number, yes or no, words. */
export function givenByClerk(definition: Definition, answers: NewSurveyResponse['answers']): Map<string, Given> {
  return new Map(
    Object.entries(answers).map(([question, value]): [string, Given] => {
      if (Array.isArray(value)) return [question, { choices: value }]
      if (typeof value === 'boolean') return [question, { choices: [value ? 'yes' : 'no'] }]
      const node = definition.nodes[question]
      const answer = node?.kind === 'ask' ? node.answer : undefined
      const text = String(value)
      const isId = answer?.kind === 'choice' && answer.choices.some((choice) => choice.id === text)
      if (isId) return [question, { choices: [text] }]
      return [question, { text: typeof value === 'number' ? text.replace('.', ',') : text }]
    }),
  )
}
