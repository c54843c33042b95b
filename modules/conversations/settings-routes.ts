import { done, idParams, keptOfficeHours, queueList, savedOfficeHours, savedQueue } from '@kurenda/contract'
import { callerOf } from '#modules/accounts'
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
      const { organizationId } = callerOf(request)
      const items = await within(organizationId, async (client) => {
        await createQueue(client, organizationId, request.body)
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
      const { organizationId } = callerOf(request)
      const items = await within(organizationId, async (client) => {
        await changeQueue(client, organizationId, request.params.id, request.body)
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
      const { organizationId } = callerOf(request)
      await within(organizationId, (client) => deleteQueue(client, organizationId, request.params.id))
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
      const { organizationId } = callerOf(request)
      const version = await within(organizationId, (client) => saveOfficeHours(client, organizationId, request.body))
      ring(api, 'outbox')
      return { ...request.body, version }
    },
  )
}
