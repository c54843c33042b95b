import { auditPage, auditQuery, auditQuestion, auditVerification } from '@kurenda/contract'
import { inOrganization, type Pool } from '#platform/db'
import type { Server } from '#platform/http'
import { callerOf } from './caller.ts'
import { listAudit } from './list-audit.ts'
import { verifyAudit } from './verify-audit.ts'

/** Who did what. */
export function auditRoutes(scope: Server, { api }: { api: Pool }): void {
  scope.get(
    '/audit',
    {
      config: { allows: 'audit:read' },
      schema: { summary: 'The audit, newest first', querystring: auditQuery, response: { 200: auditPage } },
    },
    (request) => {
      const { organizationId } = callerOf(request)
      return inOrganization(api, organizationId, (client) => listAudit(client, organizationId, request.query))
    },
  )

  scope.get(
    '/audit/verification',
    {
      config: { allows: 'audit:read' },
      schema: {
        summary: 'Walks the chain from its beginning and names the first entry that does not fit',
        querystring: auditQuestion,
        response: { 200: auditVerification },
      },
    },
    (request) => {
      const { organizationId } = callerOf(request)
      return inOrganization(api, organizationId, (client) => verifyAudit(client, organizationId, request.query.head))
    },
  )
}
