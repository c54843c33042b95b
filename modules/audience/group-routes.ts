import {
  done,
  group,
  groupChange,
  groupList,
  idParams,
  memberChange,
  membersChanged,
  newGroup,
} from '@kurenda/contract'
import { callerOf } from '#modules/accounts'
import type { Clock } from '#platform/clock'
import { inOrganization, type Pool } from '#platform/db'
import type { Server } from '#platform/http'
import { addMembers, removeMembers } from './change-members.ts'
import { changeGroup, createGroup, listGroups, removeGroup } from './groups.ts'

/** Groups, for the console's composer and for integrators. */
export function groupRoutes(scope: Server, { api, clock }: { api: Pool; clock: Clock }): void {
  scope.get(
    '/groups',
    {
      config: { allows: 'contacts:read' },
      schema: { summary: 'Groups and how many people they have', response: { 200: groupList } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      return { items: await inOrganization(api, organizationId, (client) => listGroups(client, organizationId)) }
    },
  )

  scope.post(
    '/groups',
    {
      config: { allows: 'contacts:write' },
      schema: { summary: 'Makes a group', body: newGroup, response: { 201: group } },
    },
    async (request, reply) => {
      const { organizationId } = callerOf(request)
      const made = await inOrganization(api, organizationId, (client) =>
        createGroup(client, organizationId, request.body),
      )
      return reply.code(201).send(made)
    },
  )

  scope.patch(
    '/groups/:id',
    {
      config: { allows: 'contacts:write' },
      schema: {
        summary: 'Changes the name of a group, or its keyword',
        params: idParams,
        body: groupChange,
        response: { 200: group },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      return inOrganization(api, organizationId, (client) =>
        changeGroup(client, organizationId, request.params.id, request.body),
      )
    },
  )

  scope.delete(
    '/groups/:id',
    {
      config: { allows: 'contacts:write' },
      schema: { summary: 'Removes a group; its people stay contacts', params: idParams, response: { 200: done } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      await inOrganization(api, organizationId, (client) => removeGroup(client, organizationId, request.params.id))
      return { done: true as const }
    },
  )

  scope.post(
    '/groups/:id/members',
    {
      config: { allows: 'contacts:write' },
      schema: {
        summary: 'Adds contacts to a group and takes others out',
        params: idParams,
        body: memberChange,
        response: { 200: membersChanged },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const { add, remove } = request.body
      return inOrganization(api, organizationId, async (client) => ({
        removed: await removeMembers(client, organizationId, request.params.id, remove),
        added: await addMembers(client, organizationId, request.params.id, add, clock.now()),
      }))
    },
  )
}
