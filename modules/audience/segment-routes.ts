import {
  audienceCount,
  audienceRequest,
  done,
  idParams,
  newSegment,
  segment,
  segmentChange,
  segmentList,
} from '@kurenda/contract'
import { audit, callerOf } from '#modules/accounts'
import { inOrganization, type Pool } from '#platform/db'
import type { Server } from '#platform/http'
import { countAudience } from './count-audience.ts'
import { changeSegment, createSegment, listSegments, removeSegment } from './segments.ts'

const mostRefusedShown = 1_000

/** Saved filters, and how many people an audience has. */
export function segmentRoutes(scope: Server, { api }: { api: Pool }): void {
  scope.get(
    '/segments',
    { config: { allows: 'contacts:read' }, schema: { summary: 'Saved filters', response: { 200: segmentList } } },
    async (request) => {
      const { organizationId } = callerOf(request)
      return { items: await inOrganization(api, organizationId, (client) => listSegments(client, organizationId)) }
    },
  )

  scope.post(
    '/segments',
    {
      config: { allows: 'contacts:write' },
      schema: { summary: 'Saves a filter', body: newSegment, response: { 201: segment } },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const made = await inOrganization(api, organizationId, async (client) => {
        const added = await createSegment(client, organizationId, request.body)
        await audit(client, { by: caller, verb: 'add', noun: 'segment', id: added.id })
        return added
      })
      return reply.code(201).send(made)
    },
  )

  scope.patch(
    '/segments/:id',
    {
      config: { allows: 'contacts:write' },
      schema: {
        summary: 'Changes a filter that nobody changed since it was read',
        params: idParams,
        body: segmentChange,
        response: { 200: segment },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const { id } = request.params
      return inOrganization(api, organizationId, async (client) => {
        const changed = await changeSegment(client, organizationId, id, request.body)
        await audit(client, { by: caller, verb: 'change', noun: 'segment', id })
        return changed
      })
    },
  )

  scope.delete(
    '/segments/:id',
    {
      config: { allows: 'contacts:write' },
      schema: { summary: 'Removes a filter', params: idParams, response: { 200: done } },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const { id } = request.params
      await inOrganization(api, organizationId, async (client) => {
        await removeSegment(client, organizationId, id)
        await audit(client, { by: caller, verb: 'remove', noun: 'segment', id })
      })
      return { done: true as const }
    },
  )

  scope.post(
    '/audience/count',
    {
      config: { allows: 'contacts:read' },
      schema: {
        summary: 'How many would get a broadcast, and why the others would not',
        body: audienceRequest,
        response: { 200: audienceCount },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const counted = await inOrganization(api, organizationId, (client) =>
        countAudience(client, organizationId, request.body),
      )
      return {
        ...counted,
        refused: counted.refused.slice(0, mostRefusedShown),
        refusedCount: counted.refused.length,
      }
    },
  )
}
