import { today } from '@kurenda/contract'
import { callerOf } from '#modules/accounts'
import type { Clock } from '#platform/clock'
import { inOrganization, type Pool } from '#platform/db'
import type { Server } from '#platform/http'
import { readToday } from './read-today.ts'

/** Figures of the organization, for the console and the public API. */
export function figureRoutes(scope: Server, { api, clock }: { api: Pool; clock: Clock }): void {
  scope.get(
    '/figures/today',
    {
      config: { allows: 'organization:read' },
      schema: { summary: 'What waits, and what the last seven days held', response: { 200: today } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      return inOrganization(api, organizationId, (client) => readToday(client, organizationId, clock.now()))
    },
  )
}
