import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from '#platform/errors'
import type { Caller } from './caller.ts'

/**
 * Lets nobody reach a route of this scope unless `identify` knows them and they may do what the route's `config.allows`
 * names. A route that names nothing cannot be added. @throws Error at registration of such a route
 */
export function requireCaller(
  scope: Pick<FastifyInstance, 'addHook'>,
  identify: (request: FastifyRequest) => Promise<Caller>,
): void {
  scope.addHook('onRoute', (route) => {
    if (route.config?.allows === undefined)
      throw new Error(`${String(route.method)} ${route.url} does not say whom it allows`)
  })
  scope.addHook('onRequest', async (request) => {
    const caller = await identify(request)
    const { allows } = request.routeOptions.config
    if (allows === undefined || !caller.may(allows)) throw new Problem('forbidden', { permission: allows ?? '' })
    request.caller = caller
  })
}
