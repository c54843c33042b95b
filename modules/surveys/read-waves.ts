import type { SurveyQuestionResult, SurveyWave, SurveyWaves } from '@kurenda/contract'
import type { Language } from '@kurenda/dialogue'
import type { Client } from '#platform/db'
import { count, countsOf, inLanguage, readTally, resultOf, type Counts } from './question-results.ts'
import { findSurvey, readSurvey, type StoredSurvey } from './read-surveys.ts'
import { whole } from './tally.ts'

/** So many surveys one after the other are compared, this one and those before it. */
const mostSurveys = 8
/** More columns nobody reads; the latest are shown. */
const mostWaves = 12

interface Wave {
  about: SurveyWave
  survey: StoredSurvey
  counts: Counts
}

/**
 * A survey beside those that it names as before it, and each of them beside itself where several broadcasts sent it: what was answered to
 * questions of the same id and kind, and what changed since the wave before. From the tally alone. @throws Problem not-found
 */
export async function readWaves(
  client: Client,
  organizationId: number,
  surveyId: number,
  language: Language,
): Promise<SurveyWaves> {
  const chain = await readChain(client, organizationId, surveyId)
  const waves: Wave[] = []
  for (const survey of chain) waves.push(...(await wavesOf(client, organizationId, survey, language)))
  const shown = waves.slice(-mostWaves)
  const { content } = chain.at(-1) ?? (await readSurvey(client, organizationId, surveyId))
  return {
    waves: shown.map(({ about }) => about),
    questions: content.questions.map((question) => {
      const results = shown.map(({ survey, counts }) => {
        const its = survey.content.questions.find(({ id, kind }) => id === question.id && kind === question.kind)
        return its ? resultOf(its, counts, survey.content, language) : null
      })
      return {
        id: question.id,
        kind: question.kind,
        text: inLanguage(question.text, language, content),
        results,
        changes: results.map((result, index) => result && changeOf(result, lastOf(results.slice(0, index)))),
      }
    }),
  }
}

/** The survey and those before it, the earliest first. One that is gone, or that leads back, ends it. @throws Problem not-found */
async function readChain(client: Client, organizationId: number, surveyId: number): Promise<StoredSurvey[]> {
  const chain = [await readSurvey(client, organizationId, surveyId)]
  while (chain.length < mostSurveys) {
    const id = chain[0]?.content.follows
    if (id === undefined || chain.some((one) => one.id === id)) break
    const survey = await findSurvey(client, organizationId, id)
    if (!survey) break
    chain.unshift(survey)
  }
  return chain
}

async function wavesOf(
  client: Client,
  organizationId: number,
  survey: StoredSurvey,
  language: Language,
): Promise<Wave[]> {
  const { rows: broadcasts } = await client.query<{ id: number; name: string; day: string }>(
    `SELECT id, name, sent_on AS day FROM broadcast
     WHERE organization_id = $1 AND dialogue_id = $2 AND sent_on IS NOT NULL AND expanded > 0 ORDER BY id DESC LIMIT $3`,
    [organizationId, survey.id, mostWaves],
  )
  if (broadcasts.length < 2) {
    const counts = countsOf(await readTally(client, organizationId, survey.id, ['']))
    const label = inLanguage(survey.content.title, language, survey.content)
    const day = broadcasts[0]?.day ?? survey.createdAt.toISOString().slice(0, 10)
    return [waveOf(survey, counts, { broadcast: null, label, day })]
  }
  const rows = Map.groupBy(await readTally(client, organizationId, survey.id, ['broadcast']), (row) => row.value)
  return broadcasts
    .reverse()
    .map(({ id, name: label, day }) =>
      waveOf(survey, countsOf(rows.get(String(id)) ?? []), { broadcast: id, label, day }),
    )
}

function waveOf(survey: StoredSurvey, counts: Counts, more: Omit<SurveyWave, 'survey' | 'responses'>): Wave {
  return { about: { survey: survey.id, ...more, responses: count(counts, whole, 'started') }, survey, counts }
}

/** The latest wave that asked it and was answered. */
function lastOf(results: readonly (SurveyQuestionResult | null)[]): SurveyQuestionResult | undefined {
  return results.findLast((one) => one !== null && one.answered > 0) ?? undefined
}

function changeOf(now: SurveyQuestionResult, before: SurveyQuestionResult | undefined) {
  if (!before || now.answered === 0) return null
  const less = (a: number | null, b: number | null) => (a === null || b === null ? null : a - b)
  const shares = now.options.map(({ id, share }): [string, number] => [
    id,
    share - (before.options.find((one) => one.id === id)?.share ?? 0),
  ])
  return {
    mean: less(now.mean, before.mean),
    score: less(now.score, before.score),
    shares: Object.fromEntries(shares),
  }
}
