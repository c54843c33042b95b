import { done, idParams, keptOfficeHours, queueList, savedOfficeHours, savedQueue } from '@kurenda/contract'
import { audit, callerOf } from '#modules/accounts'
import { inOrganization, ring, type Client, type Pool } from '#platform/db'
import type { Server } from '#platform/http'
import { readOfficePlan } from './office-plan.ts'
import { changeQueue, createQueue, deleteQueue, listQueues } from './queues.ts'
import { saveOfficeHours } from './save-office-hours.ts'

/** What both APIs offer of queues and office hours. */
export function conversationSettingsRoutes(scope: Server, { api }: { api: Pool }): void {
  const within = <T>(organizationId: number, work: (client: Client) => Promise<T>) =>
    inOrganization(api, organizationId, work)

  scope.get(
    '/queues',
    {
      config: { allows: 'conversations:read' },
      schema: { summary: 'Queues with their members', response: { 200: queueList } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      return { items: await within(organizationId, (client) => listQueues(client, organizationId)) }
    },
  )

  scope.post(
    '/queues',
    {
      config: { allows: 'settings:manage' },
      schema: { summary: 'A new queue', body: savedQueue, response: { 200: queueList } },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const items = await within(organizationId, async (client) => {
        const id = await createQueue(client, organizationId, request.body)
        await audit(client, { by: caller, verb: 'add', noun: 'queue', id })
        return listQueues(client, organizationId)
      })
      return { items }
    },
  )

  scope.put(
    '/queues/:id',
    {
      config: { allows: 'settings:manage' },
      schema: { summary: 'Changes a queue', params: idParams, body: savedQueue, response: { 200: queueList } },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const { id } = request.params
      const items = await within(organizationId, async (client) => {
        await changeQueue(client, organizationId, id, request.body)
        await audit(client, { by: caller, verb: 'change', noun: 'queue', id })
        return listQueues(client, organizationId)
      })
      return { items }
    },
  )

  scope.delete(
    '/queues/:id',
    {
      config: { allows: 'settings:manage' },
      schema: {
        summary: 'Removes a queue; its conversations lie in none',
        params: idParams,
        response: { 200: done },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const { id } = request.params
      await within(organizationId, async (client) => {
        await deleteQueue(client, organizationId, id)
        await audit(client, { by: caller, verb: 'remove', noun: 'queue', id })
      })
      return { done: true as const }
    },
  )

  scope.get(
    '/office-hours',
    {
      config: { allows: 'organization:read' },
      schema: { summary: 'When the office works and how soon it answers', response: { 200: keptOfficeHours } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      return (await within(organizationId, (client) => readOfficePlan(client, organizationId))).hours
    },
  )

  scope.put(
    '/office-hours',
    {
      config: { allows: 'settings:manage' },
      schema: {
        summary: 'Keeps them; who waits is due by the new ones',
        body: savedOfficeHours,
        response: { 200: keptOfficeHours },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const version = await within(organizationId, async (client) => {
        const saved = await saveOfficeHours(client, organizationId, request.body)
        await audit(client, { by: caller, verb: 'save', noun: 'office-hours', details: { version: saved } })
        return saved
      })
      ring(api, 'outbox')
      return { ...request.body, version }
    },
  )
}
