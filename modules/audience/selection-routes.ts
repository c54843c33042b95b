import {
  contactIds,
  contactIdsQuery,
  contactPage,
  contactSearch,
  contactSelection,
  contactsMoved,
} from '@kurenda/contract'
import { audit, callerOf } from '#modules/accounts'
import type { Clock } from '#platform/clock'
import { inOrganization, type Client, type Pool } from '#platform/db'
import type { Server } from '#platform/http'
import { checkCondition } from './check-condition.ts'
import { listContactIds, listContacts } from './list-contacts.ts'
import { presentContact } from './present-contact.ts'
import { restoreContacts, trashContacts } from './trash-contact.ts'

/** Many contacts at once: who fits, and what is done with those who were chosen. */
export function selectionRoutes(scope: Server, { api, clock }: { api: Pool; clock: Clock }): void {
  scope.get(
    '/contacts/ids',
    {
      config: { allows: 'contacts:read' },
      schema: {
        summary: 'The numbers of a filtered list, newest first, at most 10,000',
        querystring: contactIdsQuery,
        response: { 200: contactIds },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      return inOrganization(api, organizationId, (client) => listContactIds(client, organizationId, request.query))
    },
  )

  scope.post(
    '/contacts/search',
    {
      config: { allows: 'contacts:read' },
      schema: {
        summary: 'Contacts that fit a filter which is not saved, newest first',
        body: contactSearch,
        response: { 200: contactPage },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const { contacts, next } = await inOrganization(api, organizationId, async (client) => {
        const condition = await checkCondition(client, organizationId, request.body.condition)
        return listContacts(client, organizationId, { ...request.body, condition })
      })
      return { items: contacts.map(presentContact), next }
    },
  )

  const moves = [
    { verb: 'trash', summary: 'Puts contacts in trash, at most 10,000', move: trashContacts },
    { verb: 'restore', summary: 'Takes contacts out of trash, at most 10,000', move: restoreContacts },
  ] as const satisfies readonly { verb: string; summary: string; move: Move }[]
  for (const { verb, summary, move } of moves)
    scope.post(
      `/contacts/${verb}`,
      {
        config: { allows: 'contacts:write' },
        schema: { summary, body: contactSelection, response: { 200: contactsMoved } },
      },
      async (request) => {
        const caller = callerOf(request)
        const { organizationId } = caller
        return inOrganization(api, organizationId, async (client) => {
          const moved = await move(client, organizationId, request.body.contacts, clock.now())
          await audit(client, { by: caller, verb, noun: 'contacts', details: { moved } })
          return { moved }
        })
      },
    )
}

type Move = (client: Client, organizationId: number, ids: readonly number[], now: Date) => Promise<number>
