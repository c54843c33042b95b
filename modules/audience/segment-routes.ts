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
import { callerOf } from '#modules/accounts'
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
      const { organizationId } = callerOf(request)
      const made = await inOrganization(api, organizationId, (client) =>
        createSegment(client, organizationId, request.body),
      )
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
      const { organizationId } = callerOf(request)
      return inOrganization(api, organizationId, (client) =>
        changeSegment(client, organizationId, request.params.id, request.body),
      )
    },
  )

  scope.delete(
    '/segments/:id',
    {
      config: { allows: 'contacts:write' },
      schema: { summary: 'Removes a filter', params: idParams, response: { 200: done } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      await inOrganization(api, organizationId, (client) => removeSegment(client, organizationId, request.params.id))
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
