import {
  contact,
  contactChange,
  contactNote,
  contactNotes,
  contactPage,
  contactQuery,
  done,
  idParams,
  newContact,
  newNote,
} from '@kurenda/contract'
import { audit, callerOf } from '#modules/accounts'
import type { Clock } from '#platform/clock'
import { inOrganization, type Client, type Pool } from '#platform/db'
import type { Server } from '#platform/http'
import type { FastifyRequest } from 'fastify'
import { accessContact } from './access-contact.ts'
import { changeContact } from './change-contact.ts'
import { addNote, listNotes, removeNote } from './contact-notes.ts'
import { createContact } from './create-contact.ts'
import { listContacts } from './list-contacts.ts'
import { presentContact } from './present-contact.ts'
import { restoreContact, trashContact } from './trash-contact.ts'

/** People, and phones whose owner nobody knows: for the console and for integrators. */
export function contactRoutes(scope: Server, { api, clock }: { api: Pool; clock: Clock }): void {
  /** The caller's organization, held by row-level security. */
  function within<T>(
    request: FastifyRequest,
    work: (client: Client, organizationId: number) => Promise<T>,
  ): Promise<T> {
    const { organizationId } = callerOf(request)
    return inOrganization(api, organizationId, (client) => work(client, organizationId))
  }

  scope.get(
    '/contacts',
    {
      config: { allows: 'contacts:read' },
      schema: {
        summary: 'Contacts, newest first; searched by a piece of a name, number or e-mail address',
        querystring: contactQuery,
        response: { 200: contactPage },
      },
    },
    async (request) => {
      const { contacts, next } = await within(request, (client, town) => listContacts(client, town, request.query))
      return { items: contacts.map(presentContact), next }
    },
  )

  scope.post(
    '/contacts',
    {
      config: { allows: 'contacts:write' },
      schema: { summary: 'Adds a contact; a phone alone is enough', body: newContact, response: { 201: contact } },
    },
    async (request, reply) => {
      const made = await within(request, (client, town) => createContact(client, town, request.body, clock.now()))
      return reply.code(201).send(presentContact(made))
    },
  )

  scope.get(
    '/contacts/:id',
    {
      config: { allows: 'contacts:read' },
      schema: { summary: 'A contact, in trash or not', params: idParams, response: { 200: contact } },
    },
    async (request) =>
      presentContact(await within(request, (client, town) => accessContact(client, town, request.params.id))),
  )

  scope.patch(
    '/contacts/:id',
    {
      config: { allows: 'contacts:write' },
      schema: {
        summary: 'Changes a contact that nobody changed since it was read',
        params: idParams,
        body: contactChange,
        response: { 200: contact },
      },
    },
    async (request) =>
      presentContact(
        await within(request, (client, town) =>
          changeContact(client, town, request.params.id, request.body, clock.now()),
        ),
      ),
  )

  scope.delete(
    '/contacts/:id',
    {
      config: { allows: 'contacts:write' },
      schema: {
        summary: 'Puts a contact in trash: it gets nothing more, and is erased after 30 days',
        params: idParams,
        response: { 200: done },
      },
    },
    async (request) => {
      const { id } = request.params
      await within(request, async (client, town) => {
        await trashContact(client, town, id, clock.now())
        await audit(client, { by: callerOf(request), verb: 'trash', noun: 'contact', id })
      })
      return { done: true as const }
    },
  )

  scope.post(
    '/contacts/:id/restore',
    {
      config: { allows: 'contacts:write' },
      schema: { summary: 'Takes a contact out of trash', params: idParams, response: { 200: contact } },
    },
    async (request) => {
      const { id } = request.params
      const restored = await within(request, async (client, town) => {
        const contact = await restoreContact(client, town, id, clock.now())
        await audit(client, { by: callerOf(request), verb: 'restore', noun: 'contact', id })
        return contact
      })
      return presentContact(restored)
    },
  )

  scope.get(
    '/contacts/:id/notes',
    {
      config: { allows: 'contacts:read' },
      schema: { summary: 'What staff noted of a contact', params: idParams, response: { 200: contactNotes } },
    },
    async (request) => {
      const notes = await within(request, (client, town) => listNotes(client, town, request.params.id))
      return { items: notes.map((note) => ({ ...note, at: note.at.toISOString() })) }
    },
  )

  scope.post(
    '/contacts/:id/notes',
    {
      config: { allows: 'contacts:write' },
      schema: {
        summary: 'Notes something of a contact',
        params: idParams,
        body: newNote,
        response: { 201: contactNote },
      },
    },
    async (request, reply) => {
      const note = { text: request.body.text, author: callerOf(request).name, at: clock.now() }
      const added = await within(request, (client, town) => addNote(client, town, request.params.id, note))
      return reply.code(201).send({ ...added, at: added.at.toISOString() })
    },
  )

  scope.delete(
    '/contact-notes/:id',
    {
      config: { allows: 'contacts:write' },
      schema: { summary: 'Removes a note', params: idParams, response: { 200: done } },
    },
    async (request) => {
      await within(request, (client, town) => removeNote(client, town, request.params.id))
      return { done: true as const }
    },
  )
}
