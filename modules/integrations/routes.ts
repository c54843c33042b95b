import {
  channel,
  channelList,
  channelSettings,
  channelTest,
  channelTrace,
  channelTraceQuery,
  channelTracing,
  connectorList,
  idParams,
  newChannel,
  status,
  traceChannel as traceBody,
} from '@kurenda/contract'
import type { FastifyRequest } from 'fastify'
import { audit, callerOf } from '#modules/accounts'
import type { Clock } from '#platform/clock'
import { inOrganization, ring, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import type { Server } from '#platform/http'
import { preferredLanguage } from '#platform/i18n'
import type { Seal } from '#platform/seal'
import { listChannels, readSettings, saveChannel } from './channels.ts'
import { describeConnectors } from './connector-form.ts'
import type { Connectors } from './connectors.ts'
import type { NewsStream } from './news-stream.ts'
import { readTrace } from './read-trace.ts'
import { readStatus } from './read-status.ts'
import { testChannel } from './test-channel.ts'
import { traceChannel } from './trace-channel.ts'

/** Channels and how they stand, for the console and the public API. */
export function channelRoutes(scope: Server, { api }: { api: Pool }): void {
  scope.get(
    '/channels',
    {
      config: { allows: 'channels:read' },
      schema: { summary: 'Channels and how they stand', response: { 200: channelList } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const language = preferredLanguage(request.headers['accept-language'])
      return inOrganization(api, organizationId, async (client) => ({
        items: await listChannels(client, organizationId, language),
      }))
    },
  )
}

/** What a channel and its provider say to each other, for the console and the public API. */
export function traceRoutes(scope: Server, { api, clock }: { api: Pool; clock: Clock }): void {
  scope.get(
    '/channels/:id/trace',
    {
      config: { allows: 'channels:read' },
      schema: {
        summary: 'What a channel and its provider said to each other, the latest first',
        params: idParams,
        querystring: channelTraceQuery,
        response: { 200: channelTrace },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const { cursor, limit, errors } = request.query
      const before = cursor === undefined ? undefined : Number(cursor)
      if (before !== undefined && !(Number.isSafeInteger(before) && before > 0))
        throw new Problem('invalid-request', { fields: ['cursor'] })
      return inOrganization(api, organizationId, (client) =>
        readTrace(client, organizationId, request.params.id, { before, limit, errors }),
      )
    },
  )

  scope.post(
    '/channels/:id/trace',
    {
      config: { allows: 'channels:manage' },
      schema: {
        summary: 'Keeps every exchange of a channel for some minutes, not only what went wrong',
        params: idParams,
        body: traceBody.nullish(),
        response: { 200: channelTracing },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const { id } = request.params
      const { minutes } = request.body ?? traceBody.parse({})
      return inOrganization(api, organizationId, async (client) => {
        const tracing = await traceChannel(client, organizationId, id, minutes, clock.now())
        await audit(client, { by: caller, verb: 'trace', noun: 'channel', id, details: { minutes } })
        return tracing
      })
    },
  )
}

/** What an administrator does to a channel, for the console and the public API. */
export function channelSetupRoutes(
  scope: Server,
  { api, connectors, seal }: { api: Pool; connectors: Connectors; seal: Seal },
): void {
  scope.post(
    '/channels',
    {
      config: { allows: 'channels:manage' },
      schema: {
        summary: 'Adds a channel, or changes the one of that name',
        body: newChannel,
        response: { 200: channel },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const saved = await inOrganization(api, organizationId, async (client) => {
        const channel = await saveChannel(
          client,
          organizationId,
          { connectors, seal },
          request.body,
          preferredLanguage(request.headers['accept-language']),
        )
        await audit(client, { by: caller, verb: 'save', noun: 'channel', id: channel.id })
        return channel
      })
      ring(api, 'chunks')
      ring(api, 'news', `channel ${organizationId} ${saved.id}`)
      return saved
    },
  )

  scope.post(
    '/channels/:id/test',
    {
      config: { allows: 'channels:manage' },
      schema: {
        summary: 'Waits a few seconds for the session with the provider and says how it stands',
        params: idParams,
        response: { 200: channelTest },
      },
    },
    (request) =>
      testChannel(
        api,
        callerOf(request).organizationId,
        request.params.id,
        preferredLanguage(request.headers['accept-language']),
      ),
  )
}

/** What the console draws the form of a channel from. */
export function channelFormRoutes(scope: Server, { api, connectors }: { api: Pool; connectors: Connectors }): void {
  scope.get(
    '/connectors',
    { config: { allows: 'channels:manage' }, schema: { response: { 200: connectorList } } },
    async (request) => ({
      items: describeConnectors(connectors, preferredLanguage(request.headers['accept-language'])),
    }),
  )

  scope.get(
    '/channels/:id/settings',
    { config: { allows: 'channels:manage' }, schema: { params: idParams, response: { 200: channelSettings } } },
    (request) => {
      const { organizationId } = callerOf(request)
      return inOrganization(api, organizationId, (client) =>
        readSettings(client, organizationId, connectors, request.params.id),
      )
    },
  )
}

/** The town at a glance. */
export function operatorRoutes(
  scope: Server,
  { api, clock, version }: { api: Pool; clock: Clock; version: string },
): void {
  scope.get(
    '/status',
    {
      config: { allows: 'organization:read' },
      schema: { summary: 'The town at a glance, and why what stands does', response: { 200: status } },
    },
    (request) =>
      readStatus(api, callerOf(request).organizationId, {
        version,
        now: clock.now(),
        language: preferredLanguage(request.headers['accept-language']),
      }),
  )
}

/** Proxies end a connection that is silent for a minute. */
const heartbeatMs = 25_000

/**
 * One SSE stream a browser.
 * @param identify looks again who asked: whoever was let go, signed out, or owes a second factor now hears nothing more
 */
export function newsRoutes(
  scope: Server,
  {
    news,
    identify,
    lookAgainMs = heartbeatMs,
  }: { news: NewsStream; identify: (request: FastifyRequest) => Promise<unknown>; lookAgainMs?: number | undefined },
): void {
  scope.get('/events', { config: { allows: 'organization:read' } }, (request, reply) => {
    const { organizationId } = callerOf(request)
    reply.hijack()
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    })
    reply.raw.write('retry: 1000\n\n')
    const stop = news.subscribe(organizationId, ({ name, data }) => {
      // Whoever does not read is dropped; the browser comes back and reads anew.
      if (reply.raw.writableLength > 1_000_000) reply.raw.destroy()
      else reply.raw.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
    })
    const lookAgain = () =>
      identify(request).then(
        () => reply.raw.destroyed || reply.raw.write(': \n\n'),
        () => reply.raw.destroy(),
      )
    const heartbeat = setInterval(() => void lookAgain(), lookAgainMs)
    reply.raw.on('close', () => {
      clearInterval(heartbeat)
      stop()
    })
  })
}
