import { contactField, contactFieldChange, contactFieldList, done, idParams, newContactField } from '@kurenda/contract'
import { callerOf } from '#modules/accounts'
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
      const { organizationId } = callerOf(request)
      const field = await inOrganization(api, organizationId, (client) =>
        addContactField(client, organizationId, request.body),
      )
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
      const { organizationId } = callerOf(request)
      return inOrganization(api, organizationId, (client) =>
        changeContactField(client, organizationId, request.params.id, request.body),
      )
    },
  )

  scope.delete(
    '/contact-fields/:id',
    {
      config: { allows: 'contacts:write' },
      schema: { summary: 'Removes a field; values stay as text', params: idParams, response: { 200: done } },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      await inOrganization(api, organizationId, (client) =>
        removeContactField(client, organizationId, request.params.id),
      )
      return { done: true as const }
    },
  )
}
