import { fileURLToPath } from 'node:url'
import httpProxy from '@fastify/http-proxy'
import type { FastifySchema } from 'fastify'
import { connectors } from '#channels/register'
import { keyRequestsPerMinute } from '@kurenda/contract'
import { identifyKey, type Desk, type Permission } from '#modules/accounts'
import {
  accountRoutes,
  auditRoutes,
  brandRoutes,
  createSignIn,
  identifyStaff,
  keyRoutes,
  providerRoutes,
  requireCaller,
  securityRoutes,
  serveLinks,
  serveLogos,
  servePasskeys,
  serveProviders,
  serveSignIn,
  staffRoutes,
  unitRoutes,
  type SignIn,
} from '#modules/accounts/http'
import {
  contactRoutes,
  duplicateRoutes,
  fieldRoutes,
  groupRoutes,
  importRecordRoutes,
  importRoutes,
  segmentRoutes,
  selectionRoutes,
} from '#modules/audience/http'
import { figureRoutes } from '#modules/analytics/http'
import { broadcastRoutes, composeRoutes, draftRoutes, planningRoutes, prepareRoutes } from '#modules/broadcasts/http'
import { dialogueRoutes } from '#modules/dialogues/http'
import {
  conversationRoutes,
  conversationSettingsRoutes,
  inboxRoutes,
  threadRoutes,
  timelineRoutes,
} from '#modules/conversations/http'
import { NewsStream } from '#modules/integrations'
import {
  channelFormRoutes,
  channelRoutes,
  channelSetupRoutes,
  newsRoutes,
  operatorRoutes,
  traceRoutes,
} from '#modules/integrations/http'
import { Intake } from '#modules/messaging'
import { messageRoutes } from '#modules/messaging/http'
import { optOutImportRoutes, optOutRoutes } from '#modules/registration/http'
import { keywordRoutes } from '#modules/inbound/http'
import { serveSurveys, surveyRoutes } from '#modules/surveys/http'
import { templateRoutes } from '#modules/templates/http'
import { systemClock, type Clock } from '#platform/clock'
import { readApiConfig } from '#platform/config'
import { listen, openPool, type Pool } from '#platform/db'
import {
  createServer,
  limitRate,
  serveConsole,
  serveFiles,
  serveHealth,
  takeStreams,
  type Server,
} from '#platform/http'
import type { Logger } from '#platform/log'
import { countRequests, type Registry } from '#platform/metrics'
import { createMailer, type Mailer } from '#platform/mail'
import { openOutgoing, type Outgoing } from '#platform/outgoing'
import { secret } from '#platform/postgres'
import { openSeal, type Seal } from '#platform/seal'
import { apiMetrics } from './api-metrics.ts'

const version = '0.1.0'

const dist = fileURLToPath(new URL('../console/dist', import.meta.url))
const look = fileURLToPath(new URL('../resident/look', import.meta.url))

export interface ApiRoute {
  method: string
  url: string
  allows: Permission | undefined
  schema: FastifySchema | undefined
}

export interface ApiOptions {
  api: Pool
  engine: Pool
  clock: Clock
  logger: Logger
  news: NewsStream
  /** Signs the session cookies. */
  authSecret: string
  /** Closes and opens other people's secrets in the database. */
  seal: Seal
  publicUrl: string
  /** Without it one-time links are shown instead of mailed. */
  mail?: Mailer | undefined
  /** Addresses and networks of the proxies whose word on a caller's address counts; nobody's where it is left out. */
  trustProxy?: string[] | undefined
  /** Hosts of the office's own network that may be asked: its identity provider. */
  outgoingHosts?: readonly string[]
  /** Of one API key; the documented number where it is left out. */
  requestsPerMinute?: number
  /** After how long it is looked again who listens to news. */
  lookAgainMs?: number
  /** Where the demo town's phones are; undefined in a real town. */
  simulatorUrl?: string | undefined
  /** Takes the metrics; without it nothing is measured. */
  registry?: Registry
  /** Told of every route: what is promised of all of them is tested on all of them. */
  onRoute?: (route: ApiRoute) => void
}

/** The server with all its routes, not listening yet. */
export async function createApi(options: ApiOptions): Promise<Server> {
  const { api, publicUrl, logger, trustProxy } = options
  const server = await createServer({ logger, version, https: publicUrl.startsWith('https:'), trustProxy })
  server.addHook('onRoute', ({ method, url, config, schema }) => {
    for (const one of [method].flat()) options.onRoute?.({ method: one, url, allows: config?.allows, schema })
  })
  if (options.registry) {
    countRequests(server, options.registry)
    apiMetrics(options.registry, options)
  }
  const signIn = createSignIn({ api, publicUrl, secret: options.authSecret })
  serveHealth(server, async () => (await api.query('SELECT 1')).rowCount === 1)
  const outgoing = openOutgoing({ allowed: options.outgoingHosts })
  const { seal } = options
  const door = { api, clock: options.clock, signIn, publicUrl, outgoing, seal }
  serveSignIn(server, door)
  servePasskeys(server, door)
  serveProviders(server, door)
  serveLinks(server, deskOf(options))
  serveLogos(server, { api })
  await serveConsoleApi(server, door, options)
  await servePublicApi(server, options)
  await serveSurveys(server, options)
  await serveFiles(server, '/look', look)
  await serveConsole(server, dist)
  if (options.simulatorUrl) await serveSimulator(server, signIn, options.simulatorUrl, api)
  return server
}

/** Where one-time links are handed out. */
function deskOf({ api, clock, mail, publicUrl }: ApiOptions): Desk {
  return { api, clock, mail: mail ?? null, publicUrl }
}

/** For the staff's browsers, behind their sign-in. */
async function serveConsoleApi(
  server: Server,
  { signIn, outgoing }: { signIn: SignIn; outgoing: Outgoing },
  options: ApiOptions,
): Promise<void> {
  const { api, engine, clock, news, simulatorUrl } = options
  await server.register(
    async (scope: Server) => {
      requireCaller(scope, (request) => identifyStaff(api, signIn, request))
      accountRoutes(scope, { api, clock, demo: simulatorUrl !== undefined })
      staffRoutes(scope, deskOf(options))
      unitRoutes(scope, { api })
      providerRoutes(scope, { api, publicUrl: options.publicUrl, outgoing, seal: options.seal })
      await brandRoutes(scope, { api })
      keyRoutes(scope, { api, clock })
      auditRoutes(scope, { api })
      broadcastRoutes(scope, { api, engine, clock, undo: true })
      composeRoutes(scope, { engine, clock })
      draftRoutes(scope, { api, engine, clock })
      planningRoutes(scope, { api, clock })
      await audienceRoutes(scope, options)
      channelRoutes(scope, { api })
      channelSetupRoutes(scope, { api, connectors, seal: options.seal })
      channelFormRoutes(scope, { api, connectors })
      traceRoutes(scope, { api, clock })
      conversationRoutes(scope, { api, clock })
      inboxRoutes(scope, { api, clock })
      conversationSettingsRoutes(scope, { api })
      templateRoutes(scope, { api, clock })
      keywordRoutes(scope, { api })
      dialogueRoutes(scope, { api, clock, seal: options.seal })
      surveyRoutes(scope, { api, clock, publicUrl: options.publicUrl })
      figureRoutes(scope, { api, clock })
      newsRoutes(scope, {
        news,
        identify: (request) => identifyStaff(api, signIn, request),
        lookAgainMs: options.lookAgainMs,
      })
    },
    { prefix: '/console-api' },
  )
  await server.register(
    async (scope: Server) => {
      requireCaller(scope, (request) => identifyStaff(api, signIn, request))
      securityRoutes(scope, { api, clock, signIn, publicUrl: options.publicUrl })
    },
    { prefix: '/console-api/auth' },
  )
}

/** People, groups, segments, lists and refusals: the same for the console and for integrators. */
async function audienceRoutes(scope: Server, { api, engine, clock }: ApiOptions): Promise<void> {
  contactRoutes(scope, { api, clock })
  selectionRoutes(scope, { api, clock })
  timelineRoutes(scope, { api })
  duplicateRoutes(scope, { api, clock })
  fieldRoutes(scope, { api })
  groupRoutes(scope, { api, clock })
  segmentRoutes(scope, { api })
  importRecordRoutes(scope, { api, clock })
  optOutRoutes(scope, { api, clock })
  // Bodies of these are streams, hence a scope of their own.
  await scope.register(async (lists: Server) => {
    takeStreams(lists)
    importRoutes(lists, { api, engine })
    optOutImportRoutes(lists, { engine, clock })
  })
}

/** For integrators and the command line, behind a key. */
async function servePublicApi(server: Server, options: ApiOptions): Promise<void> {
  const { api, engine, clock } = options
  await server.register(
    async (scope: Server) => {
      requireCaller(scope, (request) => identifyKey(api, clock, request))
      await limitRate(scope, {
        perMinute: options.requestsPerMinute ?? keyRequestsPerMinute,
        keyOf: ({ caller }) => (caller?.key?.limited ? caller.actor : null),
      })
      broadcastRoutes(scope, { api, engine, clock, undo: false })
      draftRoutes(scope, { api, engine, clock })
      planningRoutes(scope, { api, clock })
      messageRoutes(scope, { api, intake: new Intake(engine, clock) })
      await audienceRoutes(scope, options)
      channelRoutes(scope, { api })
      traceRoutes(scope, { api, clock })
      staffRoutes(scope, deskOf(options))
      unitRoutes(scope, { api })
      keyRoutes(scope, { api, clock })
      auditRoutes(scope, { api })
      channelSetupRoutes(scope, { api, connectors, seal: options.seal })
      operatorRoutes(scope, { api, clock, version })
      conversationRoutes(scope, { api, clock })
      threadRoutes(scope, { api, clock })
      conversationSettingsRoutes(scope, { api })
      templateRoutes(scope, { api, clock })
      keywordRoutes(scope, { api })
      dialogueRoutes(scope, { api, clock, seal: options.seal })
      surveyRoutes(scope, { api, clock, publicUrl: options.publicUrl })
      figureRoutes(scope, { api, clock })
      // Bodies of these are streams, hence a scope of their own.
      await scope.register(async (lists: Server) => {
        takeStreams(lists)
        prepareRoutes(lists, { engine, clock })
      })
    },
    { prefix: '/api/v1' },
  )
  server.get('/api/v1/openapi.json', { schema: { hide: true } }, () => server.swagger())
}

/** The phones of the demo town, for the staff who are signed in. */
async function serveSimulator(server: Server, signIn: SignIn, upstream: string, api: Pool): Promise<void> {
  await server.register(httpProxy, {
    upstream,
    prefix: '/simulator',
    httpMethods: ['GET', 'POST'],
    preHandler: (request, _reply, done) => {
      identifyStaff(api, signIn, request).then(
        () => done(),
        (refusal: Error) => done(refusal),
      )
    },
    replyOptions: {
      rewriteRequestHeaders: (_request, { cookie: _cookie, authorization: _authorization, ...headers }) => headers,
    },
    // The stream of arriving texts must not be cut.
    http: { requestOptions: { timeout: 0 } },
  })
}

/** The api role. Returns how to stop it. */
export async function startApi(
  env: NodeJS.ProcessEnv,
  logger: Logger,
  registry: Registry,
): Promise<() => Promise<void>> {
  const config = readApiConfig(env)
  const api = openPool(config.apiUrl, { max: 12, name: 'kurenda-api' })
  const engine = openPool(config.engineUrl, { max: 4, name: 'kurenda-api-intake' })
  const news = new NewsStream(api)
  const mail = config.smtpUrl && createMailer({ smtpUrl: config.smtpUrl, from: config.mailFrom, logger })
  const server = await createApi({
    api,
    engine,
    logger,
    registry,
    news,
    clock: systemClock,
    authSecret: secret(config.dataDir, 'auth'),
    seal: openSeal(secret(config.dataDir, 'seal')),
    publicUrl: config.publicUrl,
    trustProxy: config.trustProxy,
    outgoingHosts: config.outgoingHosts,
    mail: mail || undefined,
    simulatorUrl: config.simulatorUrl,
  })
  const bells = await listen(config.apiUrl, { news: (payload) => news.ring(payload) })
  await server.listen({ host: config.host, port: config.port })
  return async () => {
    news.close()
    await server.close()
    await bells.close()
    if (mail) mail.close()
    await Promise.all([api.end(), engine.end()])
  }
}
