import type { SurveyContent, SurveyQuestion, SurveyQuestionResult } from '@kurenda/contract'
import type { Language } from '@kurenda/dialogue'
import type { Client } from '#platform/db'
import { presets } from './preset-words.ts'
import { answered, skipped } from './tally.ts'

/** One sum of the tally. */
export interface Row {
  question: string
  choice: string
  aspect: string
  value: string
  count: number
  sum: number
}

/** Sums of the tally, all or of one question (any role). */
export async function readTally(
  client: Client,
  organizationId: number,
  surveyId: number,
  aspects: readonly string[],
  question?: string,
): Promise<Row[]> {
  const { rows } = await client.query<Row>(
    `SELECT question, choice, aspect, value, sum(count)::int AS count, sum(sum) AS sum FROM survey_tally
     WHERE organization_id = $1 AND survey_id = $2 AND aspect = ANY($3) AND ($4::text IS NULL OR question = $4)
     GROUP BY question, choice, aspect, value HAVING sum(count) <> 0`,
    [organizationId, surveyId, aspects, question ?? null],
  )
  return rows
}

/** By question and choice. */
export type Counts = ReadonlyMap<string, ReadonlyMap<string, Row>>

export function countsOf(rows: readonly Row[]): Counts {
  return new Map(
    [...Map.groupBy(rows, (row) => row.question)].map(([question, ofOne]) => [
      question,
      new Map(ofOne.map((row) => [row.choice, row])),
    ]),
  )
}

export function count(counts: Counts, question: string, choice: string): number {
  return counts.get(question)?.get(choice)?.count ?? 0
}

/** What one question was answered, from its counts. */
export function resultOf(
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

/** In the language that was asked for, else in the survey's first. */
export function inLanguage(text: SurveyContent['title'], language: Language, { languages }: SurveyContent): string {
  return text[language] ?? languages.map((one) => text[one]).find((one) => one !== undefined) ?? ''
}
