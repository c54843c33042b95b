import { randomUUID } from 'node:crypto'
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type RawServerDefault } from 'fastify'
import type { IncomingMessage, ServerResponse } from 'node:http'
import swagger from '@fastify/swagger'
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { Problem } from '#platform/errors'
import { tell, type Logger } from '#platform/log'
import { answerError, sendProblem } from './problems.ts'
import { securityHeaders } from './security-headers.ts'

/** Fastify whose routes are typed by their zod schemas. */
export type Server = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>

/** JSON bodies; a list of people is streamed and has its own limit. */
const bodyLimitBytes = 1_100_000

/**
 * A server that answers every failure as problem+json and lists the routes below `/api/v1` in an OpenAPI document.
 * @param options.https whether browsers come over HTTPS (through a proxy)
 * @param options.trustProxy addresses and networks of the proxies whose word on a caller's address counts; nobody's where it is left out
 */
export async function createServer(options: {
  logger: Logger
  version: string
  https: boolean
  trustProxy?: string[] | undefined
}): Promise<Server> {
  const loggerInstance: FastifyBaseLogger = options.logger
  const server = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: options.trustProxy ?? false,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: true,
  }).withTypeProvider<ZodTypeProvider>()
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)
  server.setErrorHandler(answerError)
  server.setNotFoundHandler((request, reply) => sendProblem(request, reply, new Problem('not-found')))
  securityHeaders(server, options.https)
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  server.addHook('onResponse', async (request, reply) => {
    tell(request.log, {
      event: 'request',
      route: `${request.method} ${request.routeOptions.url ?? '?'}`,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    })
  })
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Kurenda',
        version: options.version,
        description:
          'Send texts to residents and read what they answer. Errors are RFC 9457 problem+json; their codes are in docs/errors.md.',
      },
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'An API key: kur_…' } } },
      security: [{ key: [] }],
    },
    transform: (route) => {
      const hidden = !route.url.startsWith('/api/v1/')
      return jsonSchemaTransform({ ...route, schema: { ...route.schema, ...(hidden ? { hide: true } : {}) } })
    },
  })
  return server
}
