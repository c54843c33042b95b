import { groupList, imported, importQuery } from '@kurenda/contract'
import type { Readable } from 'node:stream'
import { callerOf } from '#modules/accounts'
import { inOrganization, type Pool } from '#platform/db'
import { uploadLimitBytes, type Server } from '#platform/http'
import { listGroups } from './groups.ts'
import { importContacts } from './import-contacts.ts'

/** Groups, for the console's composer and for integrators. */
export function groupRoutes(scope: Server, { api }: { api: Pool }): void {
  scope.get(
    '/groups',
    {
      config: { allows: 'contacts:read' },
      schema: { summary: 'Groups and how many people they have', response: { 200: groupList } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const groups = await inOrganization(api, organizationId, (client) => listGroups(client, organizationId))
      return { items: groups.map(({ id, name, members }) => ({ id, name, members })) }
    },
  )
}

/** The body is the list itself, read as it comes. */
export function importRoutes(scope: Server, { engine }: { engine: Pool }): void {
  scope.post<{ Body: Readable }>(
    '/contacts/import',
    {
      config: { allows: 'contacts:import' },
      bodyLimit: uploadLimitBytes,
      schema: {
        summary: 'Reads people from a CSV list (the body) into a group',
        querystring: importQuery,
        response: { 200: imported },
      },
    },
    async (request) => {
      const { group, phoneColumn } = importQuery.parse(request.query)
      const result = await importContacts(engine, {
        organizationId: callerOf(request).organizationId,
        group,
        bytes: request.body,
        ...(phoneColumn ? { phoneColumn } : {}),
      })
      return { ...result, group: result.group.name }
    },
  )
}
