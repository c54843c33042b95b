import { addedStaff, me, newStaff } from '@kurenda/contract'
import { inOrganization, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import type { Server } from '#platform/http'
import { addUser } from './add-user.ts'
import { callerOf } from './caller.ts'

/** `GET /console-api/me`, for the signed-in member of staff. */
export function accountRoutes(scope: Server, { api, demo }: { api: Pool; demo: boolean }): void {
  scope.get('/me', { config: { allows: 'organization:read' }, schema: { response: { 200: me } } }, async (request) => {
    const caller = callerOf(request)
    if (!caller.staff) throw new Problem('sign-in-needed')
    const { rows } = await inOrganization(api, caller.organizationId, (client) =>
      client.query<{ name: string; time_zone: string; language: string }>(
        'SELECT name, time_zone, language FROM organization WHERE id = $1',
        [caller.organizationId],
      ),
    )
    const organization = rows[0]
    if (!organization) throw new Problem('not-found')
    return {
      user: { name: caller.name, email: caller.staff.email },
      organization: {
        name: organization.name,
        timeZone: organization.time_zone,
        language: organization.language === 'en' ? ('en' as const) : ('pl' as const),
      },
      role: caller.staff.role,
      demo,
    }
  })
}

/** Who works here. */
export function staffRoutes(scope: Server, { api }: { api: Pool }): void {
  scope.post(
    '/staff',
    {
      config: { allows: 'staff:manage' },
      schema: {
        summary: 'Adds a member of staff; answers their first password',
        body: newStaff,
        response: { 201: addedStaff },
      },
    },
    async (request, reply) => {
      const { email, name, role } = request.body
      const { password } = await addUser(api, callerOf(request).organizationId, { email, name, role })
      return reply.code(201).send({ email, name, role, password })
    },
  )
}
