import { contact, contactMerge, contactMerged, duplicatePage, idParams, pageQuery } from '@kurenda/contract'
import { audit, callerOf } from '#modules/accounts'
import type { Clock } from '#platform/clock'
import { inOrganization, type Pool } from '#platform/db'
import type { Server } from '#platform/http'
import { findDuplicates } from './find-duplicates.ts'
import { mergeContacts, undoMerge } from './merge-contacts.ts'
import { presentContact } from './present-contact.ts'

/** Contacts that may be one person, made one and parted again. */
export function duplicateRoutes(scope: Server, { api, clock }: { api: Pool; clock: Clock }): void {
  scope.get(
    '/contacts/duplicates',
    {
      config: { allows: 'contacts:read' },
      schema: {
        summary: 'Pairs that share a number and have similar names',
        querystring: pageQuery,
        response: { 200: duplicatePage },
      },
    },
    async (request) => {
      const { organizationId } = callerOf(request)
      const { pairs, next } = await inOrganization(api, organizationId, (client) =>
        findDuplicates(client, organizationId, request.query),
      )
      const items = pairs.map(({ one, other, sharedNumber }) => ({
        one: presentContact(one),
        other: presentContact(other),
        sharedNumber,
      }))
      return { items, next }
    },
  )

  scope.post(
    '/contacts/merge',
    {
      config: { allows: 'contacts:write' },
      schema: {
        summary: 'Makes two contacts one; the answer names the merge for its undo',
        body: contactMerge,
        response: { 200: contactMerged },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const about = { ...request.body, by: caller.name, now: clock.now() }
      const merged = await inOrganization(api, organizationId, async (client) => {
        const made = await mergeContacts(client, organizationId, about)
        await audit(client, {
          by: caller,
          verb: 'merge',
          noun: 'contact',
          id: about.keep,
          details: { merge: about.merge },
        })
        return made
      })
      return { merge: merged.merge, contact: presentContact(merged.contact) }
    },
  )

  scope.post(
    '/contact-merges/:id/undo',
    {
      config: { allows: 'contacts:write' },
      schema: {
        summary: 'Parts what a merge made one; answers the contact that comes back',
        params: idParams,
        response: { 200: contact },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const { organizationId } = caller
      const { id } = request.params
      const parted = await inOrganization(api, organizationId, async (client) => {
        const back = await undoMerge(client, organizationId, id, clock.now())
        await audit(client, { by: caller, verb: 'undo', noun: 'contact-merge', id })
        return back
      })
      return presentContact(parted)
    },
  )
}
