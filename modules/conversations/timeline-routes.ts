import { idParams, pageQuery, timelinePage } from '@kurenda/contract'
import { callerOf } from '#modules/accounts'
import { inOrganization, type Pool } from '#platform/db'
import type { Server } from '#platform/http'
import { readTimeline } from './read-timeline.ts'

/** All that happened between the office and one person. */
export function timelineRoutes(scope: Server, { api }: { api: Pool }): void {
  scope.get(
    '/contacts/:id/timeline',
    {
      config: { allows: 'contacts:read' },
      schema: {
        summary: 'Texts, answers, notes, consents, groups and merges of a contact, the latest first',
        params: idParams,
        querystring: pageQuery,
        response: { 200: timelinePage },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      return inOrganization(api, organizationId, (client) =>
        readTimeline(client, organizationId, request.params.id, request.query),
      )
    },
  )
}
