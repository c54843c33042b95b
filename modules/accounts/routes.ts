import {
  chooseOrganization as choice,
  done,
  me,
  organizationChange,
  ownChange,
  secondFactorRule,
} from '@kurenda/contract'
import type { FastifyRequest } from 'fastify'
import type { Clock } from '#platform/clock'
import { inOrganization, type Pool } from '#platform/db'
import type { Server } from '#platform/http'
import { readBrand } from './brand.ts'
import { callerOf, staffOf } from './caller.ts'
import { changeOrganization } from './change-organization.ts'
import { chooseOrganization } from './choose-organization.ts'
import { findMemberships } from './find-memberships.ts'
import { permissionsOf } from './permissions.ts'
import { readLetterhead } from './read-letterhead.ts'
import { renameSelf } from './rename-self.ts'
import { readSecondFactorRule, readWhoseFactor, saveSecondFactorRule } from './second-factor-rule.ts'

const anyone = { allows: 'organization:read' } as const
const manages = { allows: 'settings:manage' } as const

/** `/console-api/me` and `/organization`, for the signed-in member of staff. */
export function accountRoutes(scope: Server, { api, clock, demo }: { api: Pool; clock: Clock; demo: boolean }): void {
  const ruleOf = (request: FastifyRequest) => {
    const { organizationId } = callerOf(request)
    const { userId } = staffOf(request)
    return inOrganization(api, organizationId, (client) => readSecondFactorRule(client, organizationId, userId))
  }

  scope.get(
    '/me',
    { config: { ...anyone, answersOwing: 'always' }, schema: { response: { 200: me } } },
    async (request) => {
      const { organizationId, name } = callerOf(request)
      const staff = staffOf(request)
      const { brand, ...about } = await inOrganization(api, organizationId, async (client) => ({
        ...(await readLetterhead(client, organizationId)),
        brand: await readBrand(client, organizationId),
        secondFactorOf: await readWhoseFactor(client, organizationId),
      }))
      const works = await findMemberships(api, staff.userId)
      return {
        user: { name, email: staff.email },
        staffId: staff.id,
        userId: staff.userId,
        organization: {
          id: organizationId,
          name: about.organization,
          timeZone: about.timeZone,
          language: about.language,
          brand,
          secondFactorOf: about.secondFactorOf,
        },
        organizations: works
          .filter((one) => staff.boundTo === null || staff.boundTo === one.organizationId)
          .map((one) => ({ id: one.organizationId, name: one.organization })),
        role: staff.role,
        permissions: permissionsOf(staff.role),
        owes: staff.owes,
        demo,
      }
    },
  )

  scope.patch('/me', { config: anyone, schema: { body: ownChange, response: { 200: done } } }, async (request) => {
    await renameSelf(api, callerOf(request), staffOf(request), request.body.name)
    return { done: true as const }
  })

  scope.patch(
    '/organization',
    { config: manages, schema: { body: organizationChange, response: { 200: done } } },
    async (request) => {
      await changeOrganization(api, callerOf(request), request.body)
      return { done: true as const }
    },
  )

  scope.get('/second-factor-rule', { config: manages, schema: { response: { 200: secondFactorRule } } }, (request) =>
    ruleOf(request),
  )

  scope.put(
    '/second-factor-rule',
    { config: manages, schema: { body: secondFactorRule.pick({ of: true }), response: { 200: secondFactorRule } } },
    async (request) => {
      await saveSecondFactorRule(api, callerOf(request), staffOf(request).userId, request.body.of)
      return ruleOf(request)
    },
  )

  scope.post(
    '/me/organization',
    { config: anyone, schema: { body: choice, response: { 200: done } } },
    async (request) => {
      await chooseOrganization(api, staffOf(request), request.body.organizationId, clock.now())
      return { done: true as const }
    },
  )
}
