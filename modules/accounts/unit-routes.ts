import { done, idParams, newUnit, unit, unitList } from '@kurenda/contract'
import { inOrganization, type Pool } from '#platform/db'
import type { Server } from '#platform/http'
import { callerOf } from './caller.ts'
import { addUnit, listUnits, removeUnit, renameUnit } from './units.ts'

/** The departments of the office. */
export function unitRoutes(scope: Server, { api }: { api: Pool }): void {
  scope.get(
    '/units',
    {
      config: { allows: 'organization:read' },
      schema: { summary: 'All units, by name', response: { 200: unitList } },
    },
    (request) => {
      const { organizationId } = callerOf(request)
      return inOrganization(api, organizationId, async (client) => ({ items: await listUnits(client, organizationId) }))
    },
  )

  scope.post(
    '/units',
    {
      config: { allows: 'units:manage' },
      schema: { summary: 'Adds a unit', body: newUnit, response: { 201: unit } },
    },
    async (request, reply) => reply.code(201).send(await addUnit(api, callerOf(request), request.body.name)),
  )

  scope.patch(
    '/units/:id',
    {
      config: { allows: 'units:manage' },
      schema: { summary: 'Renames a unit', params: idParams, body: newUnit, response: { 200: unit } },
    },
    (request) => renameUnit(api, callerOf(request), request.params.id, request.body.name),
  )

  scope.delete(
    '/units/:id',
    {
      config: { allows: 'units:manage' },
      schema: { summary: 'Removes a unit; its staff stay', params: idParams, response: { 200: done } },
    },
    async (request) => {
      await removeUnit(api, callerOf(request), request.params.id)
      return { done: true as const }
    },
  )
}
