import {
  idParams,
  surveyExportQuery,
  surveyRepresentation,
  surveyResults,
  surveyResultsQuery,
  surveyTextGroups,
  surveyTextGroupsQuery,
  surveyTextPage,
  surveyTextQuery,
  surveyWaves,
} from '@kurenda/contract'
import { callerOf } from '#modules/accounts'
import type { Clock } from '#platform/clock'
import { inOrganization, type Pool } from '#platform/db'
import type { Server } from '#platform/http'
import { preferredLanguage } from '#platform/i18n'
import { exportResponses } from './export-responses.ts'
import { before } from './page-of.ts'
import { partByAnswer } from './part-by-answer.ts'
import { searchTexts } from './read-responses.ts'
import { readRepresentation } from './read-representation.ts'
import { readResults } from './read-results.ts'
import { readSurvey } from './read-surveys.ts'
import { readTextGroups, readTextsOfGroup } from './read-text-groups.ts'
import { readWaves } from './read-waves.ts'
import { readReport } from './report/read-report.ts'

/** What both APIs tell of the answers to a survey: counted, compared, in people's own words, and as files. */
export function resultRoutes(scope: Server, { api, clock }: { api: Pool; clock: Clock }): void {
  scope.get(
    '/surveys/:id/results',
    {
      config: { allows: 'surveys:read' },
      schema: {
        summary: 'Counts of each question, and by an aspect or by the answers to another question',
        params: idParams,
        querystring: surveyResultsQuery,
        response: { 200: surveyResults },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const language = preferredLanguage(request.headers['accept-language'])
      const { by, other } = request.query
      const { id } = request.params
      return inOrganization(api, organizationId, async (client) => {
        const results = await readResults(client, organizationId, id, { by, language })
        if (other === undefined) return results
        return { ...results, cross: await partByAnswer(client, organizationId, id, { other, language }) }
      })
    },
  )

  scope.get(
    '/surveys/:id/texts',
    {
      config: { allows: 'surveys:read' },
      schema: {
        summary: 'Answers in people’s own words, searched',
        params: idParams,
        querystring: surveyTextQuery,
        response: { 200: surveyTextPage },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const { q: words, question, group, cursor, limit } = request.query
      const { id } = request.params
      const search = { words, question, before: before(cursor), limit: limit + 1 }
      const found = await inOrganization(api, organizationId, async (client) => {
        if (group !== undefined) return readTextsOfGroup(client, organizationId, id, { ...search, group })
        await readSurvey(client, organizationId, id)
        return searchTexts(client, id, search)
      })
      return wholeResponses(found, limit)
    },
  )

  scope.get(
    '/surveys/:id/text-groups',
    {
      config: { allows: 'surveys:read' },
      schema: {
        summary: 'Answers in people’s own words, parted by the words they share',
        params: idParams,
        querystring: surveyTextGroupsQuery,
        response: { 200: surveyTextGroups },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const language = preferredLanguage(request.headers['accept-language'])
      return inOrganization(api, organizationId, (client) =>
        readTextGroups(client, organizationId, request.params.id, { ...request.query, language }),
      )
    },
  )

  scope.get(
    '/surveys/:id/waves',
    {
      config: { allows: 'surveys:read' },
      schema: {
        summary: 'The survey beside those before it: the same questions, and what changed',
        params: idParams,
        response: { 200: surveyWaves },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const language = preferredLanguage(request.headers['accept-language'])
      return inOrganization(api, organizationId, (client) =>
        readWaves(client, organizationId, request.params.id, language),
      )
    },
  )

  scope.get(
    '/surveys/:id/representation',
    {
      config: { allows: 'surveys:read' },
      schema: {
        summary: 'Whom broadcasts asked and who answered, by age, area and other fields of contacts',
        params: idParams,
        response: { 200: surveyRepresentation },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      return inOrganization(api, organizationId, (client) =>
        readRepresentation(client, organizationId, request.params.id, clock.now()),
      )
    },
  )

  scope.get(
    '/surveys/:id/report',
    {
      config: { allows: 'surveys:read' },
      schema: { summary: 'The results as a PDF with charts', params: idParams },
    },
    async (request, reply) => {
      const { organizationId } = callerOf(request)
      const { id } = request.params
      const language = preferredLanguage(request.headers['accept-language'])
      const report = await inOrganization(api, organizationId, (client) =>
        readReport(client, organizationId, id, { language, now: clock.now() }),
      )
      // Fonts and all: loaded by who asks for a report.
      const { drawReport } = await import('./report/draw-report.ts')
      return reply
        .type('application/pdf')
        .header('content-disposition', `attachment; filename="survey-${id}.pdf"`)
        .send(await drawReport(report))
    },
  )

  scope.get(
    '/surveys/:id/export',
    {
      config: { allows: 'surveys:read' },
      schema: { summary: 'All responses as CSV, XLSX or JSON', params: idParams, querystring: surveyExportQuery },
    },
    async (request, reply) => {
      const { organizationId } = callerOf(request)
      const { format } = request.query
      const { id } = request.params
      const language = preferredLanguage(request.headers['accept-language'])
      const file = await exportResponses(api, organizationId, id, { format, language })
      return reply
        .type(types[format])
        .header('content-disposition', `attachment; filename="survey-${id}.${format}"`)
        .send(file)
    },
  )
}

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json; charset=utf-8',
}

/** A page ends after a response, not between two of its texts. */
function wholeResponses<Text extends { response: number }>(
  found: readonly Text[],
  limit: number,
): { items: Text[]; next: string | null } {
  const beyond = found[limit]
  if (!beyond) return { items: [...found], next: null }
  const whole = found.slice(0, limit).filter((one) => one.response !== beyond.response)
  const items = whole.length > 0 ? whole : found.slice(0, limit)
  return { items, next: String(items.at(-1)?.response ?? beyond.response) }
}
