import {
  done,
  idParams,
  invitationList,
  invited,
  newInvitation,
  newStaff,
  pageQuery,
  resetLink,
  staffChange,
  staffMember,
  staffPage,
} from '@kurenda/contract'
import { inOrganization } from '#platform/db'
import type { Server } from '#platform/http'
import { addStaff } from './add-staff.ts'
import { callerOf } from './caller.ts'
import { changeStaff } from './change-staff.ts'
import { deactivateStaff, reactivateStaff } from './deactivate-staff.ts'
import type { Desk } from './desk.ts'
import { invite } from './invite.ts'
import { listInvitations } from './list-invitations.ts'
import { listStaff, readStaff } from './list-staff.ts'
import { offerReset } from './offer-reset.ts'
import { resetSecondFactor } from './reset-second-factor.ts'
import { revokeInvitation } from './revoke-invitation.ts'

const manages = { allows: 'staff:manage' } as const

/** Who works here, and who shall. */
export function staffRoutes(scope: Server, desk: Desk): void {
  const { api, clock } = desk

  scope.get(
    '/staff',
    {
      config: { allows: 'staff:read' },
      schema: { summary: 'Who works or worked here', querystring: pageQuery, response: { 200: staffPage } },
    },
    (request) => {
      const { organizationId } = callerOf(request)
      return inOrganization(api, organizationId, (client) => listStaff(client, organizationId, request.query))
    },
  )

  scope.get(
    '/staff/:id',
    {
      config: { allows: 'staff:read' },
      schema: { summary: 'One member of staff', params: idParams, response: { 200: staffMember } },
    },
    (request) => {
      const { organizationId } = callerOf(request)
      return inOrganization(api, organizationId, (client) => readStaff(client, organizationId, request.params.id))
    },
  )

  scope.post(
    '/staff',
    {
      config: manages,
      schema: {
        summary: 'Adds a member of staff at once, with a password that you chose; people are better invited',
        body: newStaff,
        response: { 201: staffMember },
      },
    },
    async (request, reply) => reply.code(201).send(await addStaff(api, callerOf(request), request.body)),
  )

  scope.patch(
    '/staff/:id',
    {
      config: manages,
      schema: {
        summary: 'Changes role, units, name or address; holds from their next request on',
        params: idParams,
        body: staffChange,
        response: { 200: staffMember },
      },
    },
    (request) => changeStaff(api, callerOf(request), request.params.id, request.body),
  )

  scope.post(
    '/staff/:id/deactivate',
    {
      config: manages,
      schema: {
        summary: 'Lets someone go; their sessions end at once',
        params: idParams,
        response: { 200: staffMember },
      },
    },
    (request) => deactivateStaff(api, callerOf(request), request.params.id, clock.now()),
  )

  scope.post(
    '/staff/:id/reactivate',
    {
      config: manages,
      schema: { summary: 'Takes someone back', params: idParams, response: { 200: staffMember } },
    },
    (request) => reactivateStaff(api, callerOf(request), request.params.id),
  )

  scope.post(
    '/staff/:id/password-reset',
    {
      config: manages,
      schema: {
        summary:
          'A link, for one use within a day, by which they set a new password: mailed, or told where there is no mail',
        params: idParams,
        response: { 200: resetLink },
      },
    },
    (request) => offerReset(desk, callerOf(request), request.params.id),
  )

  scope.post(
    '/staff/:id/second-factor-reset',
    {
      config: manages,
      schema: {
        summary:
          'For who lost their phone: forgets code and passkeys and ends the sessions; the password alone signs in again, or leads to a new code where one is required',
        params: idParams,
        response: { 200: done },
      },
    },
    async (request) => {
      await resetSecondFactor(api, callerOf(request), request.params.id)
      return { done: true as const }
    },
  )

  scope.get(
    '/invitations',
    {
      config: manages,
      schema: { summary: 'Invitations that nobody accepted or revoked', response: { 200: invitationList } },
    },
    (request) => {
      const { organizationId } = callerOf(request)
      return inOrganization(api, organizationId, async (client) => ({
        items: await listInvitations(client, organizationId),
      }))
    },
  )

  scope.post(
    '/invitations',
    {
      config: manages,
      schema: {
        summary: 'Invites someone by a link for one use within seven days: mailed, or told where there is no mail',
        body: newInvitation,
        response: { 201: invited },
      },
    },
    async (request, reply) => reply.code(201).send(await invite(desk, callerOf(request), request.body)),
  )

  scope.post(
    '/invitations/:id/revoke',
    {
      config: manages,
      schema: { summary: 'Its link stops working', params: idParams, response: { 200: done } },
    },
    async (request) => {
      await revokeInvitation(api, callerOf(request), request.params.id, clock.now())
      return { done: true as const }
    },
  )
}
