import { Readable } from 'node:stream'
import type { SurveyContent } from '@kurenda/contract'
import type { Value } from '@kurenda/dialogue'
import { csvOf, xlsxOf } from '#modules/audience'
import { inOrganization, type Pool } from '#platform/db'
import { readResponses, type StoredResponse } from './read-responses.ts'
import { inLanguage } from './question-results.ts'
import { readSurvey } from './read-surveys.ts'

const headings: Record<'pl' | 'en', readonly string[]> = {
  pl: ['numer', 'kanał', 'język', 'telefon', 'początek', 'ostatnia odpowiedź', 'cała'],
  en: ['number', 'channel', 'language', 'phone', 'begun', 'last answer', 'whole'],
}
const words: Record<'pl' | 'en', { yes: string; no: string }> = {
  pl: { yes: 'tak', no: 'nie' },
  en: { yes: 'yes', no: 'no' },
}
const atOnce = 2_000

/**
 * All responses as a file that is written while it is read. No cell can be a formula, as in the export of contacts.
 * @throws Problem not-found
 */
export async function exportResponses(
  api: Pool,
  organizationId: number,
  surveyId: number,
  { format, language }: { format: 'csv' | 'xlsx' | 'json'; language: 'pl' | 'en' },
): Promise<Readable> {
  const { content } = await inOrganization(api, organizationId, (client) =>
    readSurvey(client, organizationId, surveyId),
  )
  const responses = everyResponse(api, organizationId, surveyId)
  if (format === 'json') return Readable.from(jsonOf(responses, content))
  const rows = rowsOf(responses, content, language)
  if (format === 'csv') return csvOf(rows)
  return xlsxOf(rows, language === 'pl' ? 'Odpowiedzi' : 'Responses')
}

async function* everyResponse(api: Pool, organizationId: number, surveyId: number): AsyncGenerator<StoredResponse> {
  for (let before: number | undefined; ;) {
    const found = await inOrganization(api, organizationId, (client) =>
      readResponses(client, organizationId, surveyId, { before, limit: atOnce }),
    )
    yield* found
    before = found.at(-1)?.id
    if (before === undefined || found.length < atOnce) return
  }
}

async function* rowsOf(
  responses: AsyncIterable<StoredResponse>,
  content: SurveyContent,
  language: 'pl' | 'en',
): AsyncGenerator<string[]> {
  yield [...headings[language], ...content.questions.map(({ text }) => inLanguage(text, language, content))]
  const { yes, no } = words[language]
  for await (const one of responses)
    yield [
      String(one.id),
      one.channel,
      one.language,
      (one.phone ?? '').replace(/^\+/, ''),
      one.startedAt.toISOString(),
      one.answeredAt.toISOString(),
      one.ending === 'done' ? yes : no,
      ...content.questions.map(({ id, choices }) => {
        const label = (choice: string) => {
          const found = choices?.find((other) => other.id === choice)
          return found ? inLanguage(found.label, language, content) : choice
        }
        return written(one.answers[id] ?? null, label, { yes, no })
      }),
    ]
}

function written(
  value: Value | null,
  label: (choice: string) => string,
  { yes, no }: { yes: string; no: string },
): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? yes : no
  if (Array.isArray(value)) return value.map(label).join(', ')
  if (typeof value === 'object') return 'address' in value ? value.address : `${value.lat}, ${value.lon}`
  return typeof value === 'string' ? label(value) : String(value)
}

async function* jsonOf(
  responses: AsyncIterable<StoredResponse>,
  { title, questions }: SurveyContent,
): AsyncGenerator<string> {
  yield `{"title":${JSON.stringify(title)},"questions":${JSON.stringify(questions)},"responses":[`
  let isFirst = true
  for await (const one of responses) {
    yield (isFirst ? '\n' : ',\n') + JSON.stringify(one)
    isFirst = false
  }
  yield '\n]}\n'
}
