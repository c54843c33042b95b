import {
  idParams,
  newSurveyLinks,
  newSurveyResponse,
  pageQuery,
  savedSurvey,
  survey,
  surveyContent,
  surveyLinks,
  surveyLinksQuery,
  surveyPage,
  surveyQuery,
  surveyResponse,
  surveyResponsePage,
  surveySimulated,
  surveySimulation,
} from '@kurenda/contract'
import { audit, callerOf } from '#modules/accounts'
import { countAudience } from '#modules/audience'
import { moveDialogue, prepareAsking } from '#modules/dialogues'
import type { Clock } from '#platform/clock'
import { inOrganization, ring, type Client, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { type Server } from '#platform/http'
import { onceUnderKey } from '#platform/idempotency'
import { preferredLanguage } from '#platform/i18n'
import { exportLinks } from './export-links.ts'
import { before, pageOf } from './page-of.ts'
import { makePersonalLinks } from './personal-link.ts'
import { readResponses, type StoredResponse } from './read-responses.ts'
import { listSurveys, readSurvey, type StoredSurvey } from './read-surveys.ts'
import { givenByClerk, recordResponse } from './record-response.ts'
import { resultRoutes } from './result-routes.ts'
import { createSurvey, saveSurvey } from './save-survey.ts'
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
    '/surveys/:id/links',
    {
      config: { allows: 'surveys:manage' },
      schema: {
        summary: 'Links of one’s own for everyone of groups and segments, as a CSV file',
        params: idParams,
        querystring: surveyLinksQuery,
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const { id } = request.params
      const audience = request.query
      // The file holds their names and numbers.
      if (!caller.may('contacts:export')) throw new Problem('forbidden', { permission: 'contacts:export' })
      // Before the first byte: who takes the people's data out is known whatever becomes of the file.
      await inOrganization(api, organizationId, async (client) => {
        await readSurvey(client, organizationId, id)
        const { recipients: count } = await countAudience(client, organizationId, audience)
        await audit(client, { by: caller, verb: 'make-links', noun: 'survey', id, details: { count } })
      })
      const language = preferredLanguage(request.headers['accept-language'])
      const file = await exportLinks(api, organizationId, id, { audience, publicUrl, language })
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="survey-${id}-links.csv"`)
        .header('cache-control', 'no-store')
        .send(file)
    },
  )

  resultRoutes(scope, { api, clock })
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
