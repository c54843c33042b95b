import { fromNodeHeaders } from 'better-auth/node'
import type { FastifyRequest } from 'fastify'
import type { Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import type { Caller } from './caller.ts'
import { roleMay } from './permissions.ts'
import type { SignIn } from './sign-in.ts'

/**
 * The member of staff whose session cookie came with the request. Requests that another site's page made are refused.
 * @throws Problem `sign-in-needed`, `forbidden`, `cross-site`
 */
export async function identifyStaff(api: Pool, signIn: SignIn, request: FastifyRequest): Promise<Caller> {
  if (isCrossSite(request)) throw new Problem('cross-site')
  if (request.headers.cookie === undefined) throw new Problem('sign-in-needed')
  const session = await signIn.api.getSession({ headers: fromNodeHeaders(request.headers) })
  if (!session) throw new Problem('sign-in-needed')
  const { rows } = await api.query<{ organization_id: number; role: string }>(
    'SELECT organization_id, role FROM find_memberships($1)',
    [session.user.id],
  )
  const membership = rows[0]
  if (!membership) throw new Problem('forbidden', { permission: 'membership' })
  return {
    organizationId: membership.organization_id,
    name: session.user.name,
    may: (permission) => roleMay(membership.role, permission),
    staff: { userId: session.user.id, email: session.user.email, role: membership.role },
  }
}

/** Every browser of today says where a request comes from (Fetch Metadata); SameSite=Lax covers the others. */
function isCrossSite(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  return (site === 'cross-site' || site === 'same-site') && request.method !== 'GET'
}
