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
import { audit, callerOf } from '#modules/accounts'
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
      const caller = callerOf(request)
      const { organizationId } = caller
      const made = await inOrganization(api, organizationId, async (client) => {
        const added = await createGroup(client, organizationId, request.body)
        await audit(client, { by: caller, verb: 'add', noun: 'group', id: added.id })
        return added
      })
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
      const caller = callerOf(request)
      const { organizationId } = caller
      const { id } = request.params
      return inOrganization(api, organizationId, async (client) => {
        const changed = await changeGroup(client, organizationId, id, request.body)
        await audit(client, { by: caller, verb: 'change', noun: 'group', id })
        return changed
      })
    },
  )

  scope.delete(
    '/groups/:id',
    {
      config: { allows: 'contacts:write' },
      schema: { summary: 'Removes a group; its people stay contacts', params: idParams, response: { 200: done } },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const { id } = request.params
      await inOrganization(api, organizationId, async (client) => {
        await removeGroup(client, organizationId, id)
        await audit(client, { by: caller, verb: 'remove', noun: 'group', id })
      })
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
      const caller = callerOf(request)
      const { organizationId } = caller
      const { id } = request.params
      const { add, remove } = request.body
      return inOrganization(api, organizationId, async (client) => {
        const removed = await removeMembers(client, organizationId, id, remove)
        const added = await addMembers(client, organizationId, id, add, clock.now())
        const details = { added, removed }
        await audit(client, { by: caller, verb: 'change-members', noun: 'group', id, details })
        return details
      })
    },
  )
}
