import { contactField, contactFieldChange, contactFieldList, done, idParams, newContactField } from '@kurenda/contract'
import { audit, callerOf } from '#modules/accounts'
import { inOrganization, type Pool } from '#platform/db'
import type { Server } from '#platform/http'
import { addContactField, changeContactField, listContactFields, removeContactField } from './contact-fields.ts'

/** The fields that the office defined for its contacts. */
export function fieldRoutes(scope: Server, { api }: { api: Pool }): void {
  scope.get(
    '/contact-fields',
    {
      config: { allows: 'contacts:read' },
      schema: { summary: 'The fields that the office keeps of its contacts', response: { 200: contactFieldList } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      return { items: await inOrganization(api, organizationId, (client) => listContactFields(client, organizationId)) }
    },
  )

  scope.post(
    '/contact-fields',
    {
      config: { allows: 'contacts:write' },
      schema: { summary: 'Defines a field', body: newContactField, response: { 201: contactField } },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const field = await inOrganization(api, organizationId, async (client) => {
        const added = await addContactField(client, organizationId, request.body)
        await audit(client, { by: caller, verb: 'add', noun: 'contact-field', id: added.id })
        return added
      })
      return reply.code(201).send(field)
    },
  )

  scope.patch(
    '/contact-fields/:id',
    {
      config: { allows: 'contacts:write' },
      schema: {
        summary: 'Changes the label of a field, or the values of a choice',
        params: idParams,
        body: contactFieldChange,
        response: { 200: contactField },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const { id } = request.params
      return inOrganization(api, organizationId, async (client) => {
        const changed = await changeContactField(client, organizationId, id, request.body)
        await audit(client, { by: caller, verb: 'change', noun: 'contact-field', id })
        return changed
      })
    },
  )

  scope.delete(
    '/contact-fields/:id',
    {
      config: { allows: 'contacts:write' },
      schema: { summary: 'Removes a field; values stay as text', params: idParams, response: { 200: done } },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const { id } = request.params
      await inOrganization(api, organizationId, async (client) => {
        await removeContactField(client, organizationId, id)
        await audit(client, { by: caller, verb: 'remove', noun: 'contact-field', id })
      })
      return { done: true as const }
    },
  )
}
