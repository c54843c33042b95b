import rateLimit from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import { Problem } from '#platform/errors'
import type { Server } from './create-server.ts'

/**
 * Answers 429 with `Retry-After` to whoever asks more often than that, on all routes that are added to the scope afterwards.
 * Counted in this process.
 * @param keyOf whom to count; null is not limited
 */
export async function limitRate(
  scope: Server,
  { perMinute, keyOf }: { perMinute: number; keyOf: (request: FastifyRequest) => string | null },
): Promise<void> {
  await scope.register(rateLimit, {
    max: perMinute,
    timeWindow: 60_000,
    cache: 10_000,
    allowList: (request) => keyOf(request) === null,
    keyGenerator: (request) => keyOf(request) ?? '',
    errorResponseBuilder: (_request, { max }) => new Problem('too-many-requests', { limit: max }),
  })
}
