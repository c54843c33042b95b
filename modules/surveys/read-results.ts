import type {
  SurveyAspect,
  SurveyContent,
  SurveyQuestion,
  SurveyQuestionResult,
  SurveyResults,
} from '@kurenda/contract'
import type { Language } from '@kurenda/dialogue'
import type { Client } from '#platform/db'
import { presets } from './preset-words.ts'
import { countByAnswer } from './count-by-answer.ts'
import { readSurvey, type StoredSurvey } from './read-surveys.ts'
import { answered, skipped, whole, type Counted } from './tally.ts'

/** More columns of a comparison nobody reads; the largest are shown. */
const mostValues = 40

/**
 * What a survey was answered, from its tally alone: as fast for a million responses as for ten. @throws Problem not-found
 * @param by parts the counts by that aspect, too
 * @param other parts them by the answers to that question instead
 */
export async function readResults(
  client: Client,
  organizationId: number,
  surveyId: number,
  { by, other, language }: { by?: SurveyAspect | undefined; other?: string | undefined; language: Language },
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
    cross: await cross(client, survey, rows, { by, other, language, organizationId }),
  }
}

async function readTally(
  client: Client,
  organizationId: number,
  surveyId: number,
  aspects: readonly string[],
  question?: string,
): Promise<Counted[]> {
  const { rows } = await client.query<Counted>(
    `SELECT question, choice, aspect, value, sum(count)::int AS count, sum(sum) AS sum FROM survey_tally
     WHERE organization_id = $1 AND survey_id = $2 AND aspect = ANY($3) AND ($4::text IS NULL OR question = $4)
     GROUP BY question, choice, aspect, value HAVING sum(count) <> 0`,
    [organizationId, surveyId, aspects, question ?? null],
  )
  return rows
}

type Counts = ReadonlyMap<string, ReadonlyMap<string, Counted>>

function countsOf(rows: readonly Counted[]): Counts {
  return new Map(
    [...Map.groupBy(rows, (row) => row.question)].map(([question, ofOne]) => [
      question,
      new Map(ofOne.map((row) => [row.choice, row])),
    ]),
  )
}

function count(counts: Counts, question: string, choice: string): number {
  return counts.get(question)?.get(choice)?.count ?? 0
}

function byValue(rows: readonly Counted[], aspect: string): Record<string, number> {
  return Object.fromEntries(
    rows
      .filter((row) => row.aspect === aspect && row.choice === 'started')
      .sort((a, b) => (a.value < b.value ? -1 : 1))
      .map((row) => [row.value, row.count]),
  )
}

function resultOf(
  question: SurveyQuestion,
  counts: Counts,
  content: SurveyContent,
  language: Language,
): SurveyQuestionResult {
  const given = count(counts, question.id, answered)
  const sum = counts.get(question.id)?.get(answered)?.sum ?? 0
  const options = optionsOf(question, counts, content, language).map(({ id, label }) => {
    const times = count(counts, question.id, id)
    return { id, label, count: times, share: given === 0 ? 0 : times / given }
  })
  const isNumber = ['scale', 'nps', 'csat', 'ces', 'number'].includes(question.kind)
  return {
    id: question.id,
    kind: question.kind,
    text: inLanguage(question.text, language, content),
    answered: given,
    skipped: count(counts, question.id, skipped),
    options,
    mean: isNumber && given > 0 ? sum / given : null,
    score: given > 0 ? scoreOf(question, options, sum / given) : null,
  }
}

interface Option {
  id: string
  label: string
}

function optionsOf(question: SurveyQuestion, counts: Counts, content: SurveyContent, language: Language): Option[] {
  switch (question.kind) {
    case 'choice':
    case 'choices':
      return (question.choices ?? []).map(({ id, label }) => ({ id, label: inLanguage(label, language, content) }))
    case 'yes-no':
      return yesNo[language].map(([id, label]) => ({ id, label }))
    case 'nps':
    case 'csat':
    case 'ces':
      return points(presets[question.kind].from, presets[question.kind].to)
    case 'scale':
      return points(question.from ?? 1, question.to ?? 5)
    case 'number':
    case 'date':
      return [...(counts.get(question.id)?.keys() ?? [])]
        .filter((choice) => choice !== answered && choice !== skipped)
        .sort((a, b) => (question.kind === 'number' ? Number(a) - Number(b) : a < b ? -1 : 1))
        .map((choice) => ({ id: choice, label: choice }))
    case 'text':
      return []
  }
}

const yesNo: Record<Language, [string, string][]> = {
  pl: [
    ['yes', 'Tak'],
    ['no', 'Nie'],
  ],
  en: [
    ['yes', 'Yes'],
    ['no', 'No'],
  ],
  uk: [
    ['yes', 'Так'],
    ['no', 'Ні'],
  ],
}

function points(from: number, to: number): Option[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index)).map((id) => ({ id, label: id }))
}

function scoreOf(
  { kind }: SurveyQuestion,
  options: readonly { id: string; share: number }[],
  mean: number,
): number | null {
  const share = (from: number, to: number) =>
    options.reduce((sum, { id, share: part }) => sum + (Number(id) >= from && Number(id) <= to ? part : 0), 0)
  if (kind === 'nps') return 100 * (share(9, 10) - share(0, 6))
  if (kind === 'csat') return 100 * share(4, 5)
  return kind === 'ces' ? mean : null
}

async function cross(
  client: Client,
  { id, content }: Pick<StoredSurvey, 'id' | 'content'>,
  rows: readonly Counted[],
  about: {
    by: SurveyAspect | undefined
    other: string | undefined
    language: Language
    organizationId: number
  },
): Promise<SurveyResults['cross']> {
  const { by, other, language, organizationId } = about
  const question = content.questions.find((one) => one.id === other)
  if (question) {
    const found = await countByAnswer(client, organizationId, id, question, content)
    const options = optionsOf(question, new Map(), content, language)
    return partedBy(found, content, language)
      .map((one) => ({ ...one, label: options.find((option) => option.id === one.value)?.label ?? one.value }))
      .sort((a, b) => placeOf(options, a.value) - placeOf(options, b.value))
  }
  if (!by) return []
  const found = partedBy(
    rows.filter((row) => row.aspect === by),
    content,
    language,
  )
  const shown = by === 'day' ? found.sort((a, b) => (a.value < b.value ? -1 : 1)) : found
  const values = shown.map(({ value }) => value)
  const names = await namesOf(client, organizationId, by, values)
  return shown.map((one) => ({ ...one, label: names.get(one.value) ?? one.value }))
}

function placeOf(options: readonly Option[], value: string): number {
  return options.findIndex(({ id }) => id === value)
}

/** One set of counts a value; the largest first. */
function partedBy(
  rows: readonly Counted[],
  content: SurveyContent,
  language: Language,
): Omit<SurveyResults['cross'][number], 'label'>[] {
  return [...Map.groupBy(rows, (row) => row.value)]
    .map(([value, ofOne]) => ({ value, counts: countsOf(ofOne) }))
    .map((one) => ({ ...one, responses: count(one.counts, whole, 'started') }))
    .sort((a, b) => b.responses - a.responses)
    .slice(0, mostValues)
    .map(({ value, counts, responses }) => ({
      value,
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

/** In the language that was asked for, else in the survey's first. */
export function inLanguage(text: SurveyContent['title'], language: Language, { languages }: SurveyContent): string {
  return text[language] ?? languages.map((one) => text[one]).find((one) => one !== undefined) ?? ''
}
