import {
  idParams,
  newSurveyLinks,
  newSurveyResponse,
  savedSurvey,
  survey,
  surveyContent,
  surveyExportQuery,
  surveyLinks,
  surveyPage,
  surveyQuery,
  surveyResponse,
  surveyResponsePage,
  surveyResults,
  surveyResultsQuery,
  surveySimulated,
  surveySimulation,
  surveyRepresentation,
  surveyTextGroups,
  surveyTextGroupsQuery,
  surveyTextPage,
  surveyTextQuery,
  surveyWaves,
  pageQuery,
} from '@kurenda/contract'
import { audit, callerOf } from '#modules/accounts'
import { moveDialogue, prepareAsking } from '#modules/dialogues'
import type { Clock } from '#platform/clock'
import { inOrganization, ring, type Client, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { type Server } from '#platform/http'
import { onceUnderKey } from '#platform/idempotency'
import { preferredLanguage } from '#platform/i18n'
import { exportResponses } from './export-responses.ts'
import { partByAnswer } from './part-by-answer.ts'
import { readResponses, searchTexts, type StoredResponse } from './read-responses.ts'
import { makePersonalLinks } from './personal-link.ts'
import { readRepresentation } from './read-representation.ts'
import { readResults } from './read-results.ts'
import { listSurveys, readSurvey, type StoredSurvey } from './read-surveys.ts'
import { readTextGroups } from './read-text-groups.ts'
import { readWaves } from './read-waves.ts'
import { givenByClerk, recordResponse } from './record-response.ts'
import { createSurvey, saveSurvey } from './save-survey.ts'
import { drawReport } from './report/draw-report.ts'
import { readReport } from './report/read-report.ts'
import { simulateSurvey } from './simulate-survey.ts'

/** What both APIs offer of surveys. */
export function surveyRoutes(
  scope: Server,
  { api, clock, publicUrl }: { api: Pool; clock: Clock; publicUrl: string },
): void {
  const present = (one: StoredSurvey) => presentSurvey(one, publicUrl)
  const tell = (organizationId: number, id: number) => ring(api, 'news', `survey ${organizationId} ${id}`)
  const byId = (client: Client, organizationId: number, id: number) =>
    readSurvey(client, organizationId, id).then(present)

  scope.get(
    '/surveys',
    {
      config: { allows: 'surveys:read' },
      schema: { summary: 'Surveys, the newest first', querystring: surveyQuery, response: { 200: surveyPage } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const { cursor, limit, state, q: name } = request.query
      const found = await inOrganization(api, organizationId, (client) =>
        listSurveys(client, organizationId, { state, name, before: before(cursor), limit: limit + 1 }),
      )
      return pageOf(found, limit, present, (last) => last.id)
    },
  )

  scope.post(
    '/surveys',
    {
      config: { allows: 'surveys:manage' },
      schema: {
        summary: 'A new survey, a draft that nobody can answer yet',
        body: surveyContent,
        response: { 201: survey },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const { organizationId, name: by } = caller
      const made = await inOrganization(api, organizationId, (client) =>
        onceUnderKey(client, organizationId, request, async () => {
          const id = await createSurvey(client, { organizationId, content: request.body, by, now: clock.now() })
          await audit(client, { by: caller, verb: 'add', noun: 'survey', id })
          return byId(client, organizationId, id)
        }),
      )
      return reply.code(201).send(made)
    },
  )

  scope.post(
    '/surveys/simulate',
    {
      config: { allows: 'surveys:manage' },
      schema: {
        summary: 'How a survey would go for a person; nothing is stored',
        body: surveySimulation,
        response: { 200: surveySimulated },
      },
    },
    (request) => {
      const { content, ...person } = request.body
      return Promise.resolve(simulateSurvey(content, { ...person, now: clock.now() }))
    },
  )

  scope.get(
    '/surveys/:id',
    {
      config: { allows: 'surveys:read' },
      schema: { summary: 'One survey', params: idParams, response: { 200: survey } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      return inOrganization(api, organizationId, (client) => byId(client, organizationId, request.params.id))
    },
  )

  scope.put(
    '/surveys/:id',
    {
      config: { allows: 'surveys:manage' },
      schema: {
        summary: 'Saves over the version that was read; one in between is 409',
        params: idParams,
        body: savedSurvey,
        response: { 200: survey },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId, name: by } = caller
      const { id } = request.params
      const { version: basedOn, content } = request.body
      const saved = await inOrganization(api, organizationId, async (client) => {
        const version = await saveSurvey(client, id, basedOn, { organizationId, content, by, now: clock.now() })
        await audit(client, { by: caller, verb: 'change', noun: 'survey', id, details: { version } })
        return byId(client, organizationId, id)
      })
      tell(organizationId, id)
      return saved
    },
  )

  for (const { move, summary } of [
    { move: 'open', summary: 'From now on it is answered' },
    { move: 'close', summary: 'What comes later gets a kind word and does not count' },
  ] as const)
    scope.post(
      `/surveys/:id/${move}`,
      {
        config: { allows: 'surveys:manage' },
        schema: { summary, params: idParams, response: { 200: survey } },
      },
      async (request) => {
        const caller = callerOf(request)
        const { organizationId } = caller
        const { id } = request.params
        const moved = await inOrganization(api, organizationId, async (client) => {
          await readSurvey(client, organizationId, id)
          await moveDialogue(client, organizationId, id, move, clock.now())
          await audit(client, { by: caller, verb: move, noun: 'survey', id })
          return byId(client, organizationId, id)
        })
        tell(organizationId, id)
        return moved
      },
    )

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
    '/surveys/:id/responses',
    {
      config: { allows: 'surveys:read' },
      schema: {
        summary: 'Responses, the newest first',
        params: idParams,
        querystring: pageQuery,
        response: { 200: surveyResponsePage },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const { cursor, limit } = request.query
      const { id } = request.params
      const found = await inOrganization(api, organizationId, async (client) => {
        await readSurvey(client, organizationId, id)
        return readResponses(client, organizationId, id, { before: before(cursor), limit: limit + 1 })
      })
      return pageOf(found, limit, presentResponse, (last) => last.id)
    },
  )

  scope.post(
    '/surveys/:id/responses',
    {
      config: { allows: 'surveys:respond' },
      schema: {
        summary: 'A response from paper, entered by a clerk',
        params: idParams,
        body: newSurveyResponse,
        response: { 201: surveyResponse },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const { organizationId, name: by } = caller
      const { id: surveyId } = request.params
      const { answers, language } = request.body
      const made = await inOrganization(api, organizationId, (client) =>
        onceUnderKey(client, organizationId, request, async () => {
          const asking = await prepareAsking(client, organizationId, surveyId, { medium: 'paper', language })
          if (asking?.about.kind !== 'survey') throw new Problem('not-found')
          const given = givenByClerk(asking.definition, answers)
          const now = clock.now()
          const id = await recordResponse(client, {
            organizationId,
            surveyId,
            channel: 'paper',
            language,
            given,
            by,
            now,
          })
          await audit(client, {
            by: caller,
            verb: 'enter-response',
            noun: 'survey',
            id: surveyId,
            details: { response: id },
          })
          const kept = {
            id,
            channel: 'paper',
            language: asking.language,
            phone: null,
            startedAt: now,
            answeredAt: now,
            ending: 'done',
          }
          return presentResponse({ ...kept, answers })
        }),
      )
      tell(organizationId, surveyId)
      return reply.code(201).send(made)
    },
  )

  scope.post(
    '/surveys/:id/links',
    {
      config: { allows: 'surveys:manage' },
      schema: {
        summary: 'Links of one’s own to the survey’s page: who answers by one, answers once',
        params: idParams,
        body: newSurveyLinks,
        response: { 200: surveyLinks },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const { id } = request.params
      const { phones } = request.body
      return inOrganization(api, organizationId, async (client) => {
        const items = await makePersonalLinks(client, organizationId, id, { phones, publicUrl })
        await audit(client, { by: caller, verb: 'make-links', noun: 'survey', id, details: { count: items.length } })
        return { items }
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
      const { q: words, question, cursor, limit } = request.query
      const { id } = request.params
      const found = await inOrganization(api, organizationId, async (client) => {
        await readSurvey(client, organizationId, id)
        return searchTexts(client, id, { words, question, before: before(cursor), limit: limit + 1 })
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

/** @throws Problem invalid-request */
function before(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined
  const id = Number(cursor)
  if (!Number.isSafeInteger(id)) throw new Problem('invalid-request', { fields: ['cursor'] })
  return id
}

/** One more was read than the page holds, to know whether another follows. */
function pageOf<Found, Shown>(
  found: readonly Found[],
  limit: number,
  show: (one: Found) => Shown,
  idOf: (one: Found) => number,
): { items: Shown[]; next: string | null } {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items: items.map(show), next: found.length > limit && last !== undefined ? String(idOf(last)) : null }
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

function presentSurvey({ token, closedAt, createdAt, ...one }: StoredSurvey, publicUrl: string) {
  return {
    ...one,
    url: new URL(`/s/${token}`, publicUrl).href,
    closedAt: closedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  }
}

function presentResponse({ ending, startedAt, answeredAt, ...one }: StoredResponse) {
  return surveyResponse.parse({
    ...one,
    startedAt: startedAt.toISOString(),
    answeredAt: answeredAt.toISOString(),
    complete: ending === 'done',
  })
}
