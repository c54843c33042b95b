import { addedApiKey, apiKey, apiKeyList, idParams, newApiKey } from '@kurenda/contract'
import type { Clock } from '#platform/clock'
import { inOrganization, type Pool } from '#platform/db'
import type { Server } from '#platform/http'
import { addApiKey, listApiKeys, revokeApiKey } from './api-keys.ts'
import { callerOf } from './caller.ts'

/** Keys of integrators. */
export function keyRoutes(scope: Server, { api, clock }: { api: Pool; clock: Clock }): void {
  scope.get(
    '/api-keys',
    {
      config: { allows: 'keys:manage' },
      schema: { summary: 'All keys with their scopes, never the keys themselves', response: { 200: apiKeyList } },
    },
    (request) => {
      const { organizationId } = callerOf(request)
      return inOrganization(api, organizationId, async (client) => ({
        items: await listApiKeys(client, organizationId),
      }))
    },
  )

  scope.post(
    '/api-keys',
    {
      config: { allows: 'keys:manage' },
      schema: { summary: 'Makes a key, and tells it this once', body: newApiKey, response: { 201: addedApiKey } },
    },
    async (request, reply) => reply.code(201).send(await addApiKey(api, callerOf(request), request.body, clock.now())),
  )

  scope.post(
    '/api-keys/:id/revoke',
    {
      config: { allows: 'keys:manage' },
      schema: { summary: 'The key opens nothing any more', params: idParams, response: { 200: apiKey } },
    },
    (request) => revokeApiKey(api, callerOf(request), request.params.id, clock.now()),
  )
}
