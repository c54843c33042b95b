import {
  audienceFrequency,
  broadcast,
  draft,
  draftContent,
  draftVersions,
  idParams,
  preparation,
  preview,
  previewQuery,
  reviewComment,
  savedDraft,
  testSend,
  testSent,
} from '@kurenda/contract'
import { audit, callerOf } from '#modules/accounts'
import { inOrganization, ring } from '#platform/db'
import type { Server } from '#platform/http'
import { createDraft } from './create-draft.ts'
import { prepareDraft } from './prepare-broadcast.ts'
import { previewBroadcast } from './preview-broadcast.ts'
import { readBroadcast } from './read-broadcasts.ts'
import { readDraft, readVersions, type Draft, type DraftVersion } from './read-draft.ts'
import { readFrequency } from './read-frequency.ts'
import { reviewBroadcast } from './review-broadcast.ts'
import { authorOf, present, presentPreparation, type Wiring } from './routes.ts'
import { saveDraft } from './save-draft.ts'
import { testBroadcast } from './test-broadcast.ts'

/** A broadcast before its yes: written, saved, counted, looked at, tried on one's own phone, approved. */
export function draftRoutes(scope: Server, { api, engine, clock }: Omit<Wiring, 'undo'>): void {
  scope.post(
    '/broadcasts/drafts',
    {
      config: { allows: 'broadcasts:send' },
      schema: { summary: 'A new draft; nobody is counted yet', body: draftContent, response: { 201: draft } },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const made = await inOrganization(api, organizationId, async (client) => {
        const by = authorOf(caller)
        const id = await createDraft(client, { organizationId, content: request.body, by, now: clock.now() })
        return readDraft(client, organizationId, id)
      })
      return reply.code(201).send(presentDraft(made))
    },
  )

  scope.get(
    '/broadcasts/:id/draft',
    {
      config: { allows: 'broadcasts:read' },
      schema: { summary: 'A broadcast as it was written', params: idParams, response: { 200: draft } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      return presentDraft(
        await inOrganization(api, organizationId, (client) => readDraft(client, organizationId, request.params.id)),
      )
    },
  )

  scope.get(
    '/broadcasts/:id/versions',
    {
      config: { allows: 'broadcasts:read' },
      schema: { summary: 'Its last 50 versions, the latest first', params: idParams, response: { 200: draftVersions } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const { id } = request.params
      const versions = await inOrganization(api, organizationId, async (client) => {
        await readBroadcast(client, organizationId, id)
        return readVersions(client, organizationId, id)
      })
      return { items: versions.map(presentVersion) }
    },
  )

  scope.put(
    '/broadcasts/:id/draft',
    {
      config: { allows: 'broadcasts:send' },
      schema: {
        summary: 'Saves over the version that was read; one in between is 409',
        params: idParams,
        body: savedDraft,
        response: { 200: draft },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const { id } = request.params
      const saved = await inOrganization(api, organizationId, async (client) => {
        await saveDraft(client, { organizationId, broadcastId: id, by: caller.name, now: clock.now(), ...request.body })
        return readDraft(client, organizationId, id)
      })
      ring(api, 'news', `broadcast ${organizationId} ${id}`)
      return presentDraft(saved)
    },
  )

  scope.post(
    '/broadcasts/:id/prepare',
    {
      config: { allows: 'broadcasts:send' },
      schema: {
        summary: 'Counts its recipients as the audience stands now, and its cost',
        params: idParams,
        response: { 200: preparation },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const { id } = request.params
      // Under row-level security first: the engine's role would see another organization's broadcast.
      await inOrganization(api, organizationId, (client) => readBroadcast(client, organizationId, id))
      return presentPreparation(await prepareDraft(engine, { organizationId, broadcastId: id }))
    },
  )

  scope.get(
    '/broadcasts/:id/frequency',
    {
      config: { allows: 'broadcasts:read' },
      schema: {
        summary: 'How often the people it is counted for heard from the office lately',
        params: idParams,
        response: { 200: audienceFrequency },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      return inOrganization(api, organizationId, (client) =>
        readFrequency(client, organizationId, request.params.id, clock.now()),
      )
    },
  )

  scope.get(
    '/broadcasts/:id/preview',
    {
      config: { allows: 'broadcasts:read' },
      schema: {
        summary: 'The text of one real person',
        params: idParams,
        querystring: previewQuery,
        response: { 200: preview },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const { which, position = 0 } = request.query
      return inOrganization(api, organizationId, (client) =>
        previewBroadcast(client, organizationId, request.params.id, which ?? { position }),
      )
    },
  )

  scope.post(
    '/broadcasts/:id/test',
    {
      config: { allows: 'broadcasts:send' },
      schema: {
        summary: 'To oneself or colleagues, marked as a test; at most 50 an hour',
        params: idParams,
        body: testSend,
        response: { 200: testSent },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const { numbers, position, language } = request.body
      const sent = await testBroadcast(
        { api, engine },
        {
          organizationId: caller.organizationId,
          broadcastId: request.params.id,
          numbers,
          position,
          by: caller.name,
          now: clock.now(),
          ...(language && { language }),
        },
      )
      return { sent }
    },
  )

  for (const { path, verdict, allows, summary } of [
    { path: 'review', verdict: 'asked', allows: 'broadcasts:send', summary: 'Asks a second person to approve it' },
    { path: 'approve', verdict: 'approved', allows: 'broadcasts:approve', summary: 'Approves it' },
    { path: 'return', verdict: 'returned', allows: 'broadcasts:approve', summary: 'Returns it with a comment' },
  ] as const)
    scope.post(
      `/broadcasts/:id/${path}`,
      {
        config: { allows },
        schema: { summary, params: idParams, body: reviewComment.nullish(), response: { 200: broadcast } },
      },
      async (request) => {
        const caller = callerOf(request)
        const { organizationId } = caller
        const { id } = request.params
        const comment = request.body?.comment
        const answer = await inOrganization(api, organizationId, async (client) => {
          await reviewBroadcast(client, verdict, {
            organizationId,
            broadcastId: id,
            by: authorOf(caller),
            now: clock.now(),
            ...(comment && { comment }),
          })
          await audit(client, { by: caller, verb: path, noun: 'broadcast', id })
          return present(await readBroadcast(client, organizationId, id))
        })
        ring(api, 'news', `broadcast ${organizationId} ${id}`)
        return answer
      },
    )
}

function presentDraft(found: Draft) {
  const reviews = found.reviews.map((review) => ({ ...review, at: review.at.toISOString() }))
  return { ...found, reviews, savedAt: found.savedAt.toISOString() }
}

function presentVersion({ savedAt, ...version }: DraftVersion) {
  return { ...version, savedAt: savedAt.toISOString() }
}
