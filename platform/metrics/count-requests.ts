import type { FastifyInstance } from 'fastify'
import { Histogram, type Registry } from 'prom-client'

/**
 * Counts and times requests by the template of their route (`/contacts/:id`, never the address that was called). What no route
 * answers is one route, `none`, so that a scanner makes no new series. A stream is counted when it ends.
 */
export function countRequests(server: Pick<FastifyInstance, 'addHook'>, registry: Registry): void {
  const seconds = new Histogram({
    name: 'kurenda_http_request_seconds',
    help: 'Time from a request to the end of its answer, by route template and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  })
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    const method = route === 'none' ? 'any' : request.method
    seconds.observe({ method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000)
  })
}
