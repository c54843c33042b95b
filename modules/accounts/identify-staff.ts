import { fromNodeHeaders } from 'better-auth/node'
import type { FastifyRequest } from 'fastify'
import type { Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import type { Caller } from './caller.ts'
import { findMemberships } from './find-memberships.ts'
import { mustNotOwe, owedFactor } from './owed-factor.ts'
import { roleMay } from './permissions.ts'
import type { SignIn } from './sign-in.ts'

/**
 * The member of staff whose session cookie came with the request, in the organization that they chose. What they may do is
 * read anew each time. Requests that another site's page made are refused.
 * @throws Problem `sign-in-needed`, `no-organization`, `cross-site`, `second-factor-needed`
 */
export async function identifyStaff(api: Pool, signIn: SignIn, request: FastifyRequest): Promise<Caller> {
  if (isCrossSite(request)) throw new Problem('cross-site')
  if (request.headers.cookie === undefined) throw new Problem('sign-in-needed')
  const found = await signIn.api.getSession({ headers: fromNodeHeaders(request.headers) })
  if (!found) throw new Problem('sign-in-needed')
  const { session, user } = found
  const boundTo = session.boundTo ?? null
  const memberships = await findMemberships(api, user.id)
  // Never another one than was chosen: what they do next is meant for that office.
  const membership = memberships.find(({ organizationId }) => organizationId === session.organizationId)
  if (!membership || (boundTo !== null && boundTo !== membership.organizationId)) throw new Problem('no-organization')
  const owes = membership.needsSecondFactor
    ? await owedFactor(api, {
        userId: user.id,
        hasCode: user.twoFactorEnabled ?? false,
        proven: session.secondFactor ?? false,
        boundTo,
      })
    : 'nothing'
  mustNotOwe(owes, request)
  return {
    organizationId: membership.organizationId,
    actor: `staff:${membership.staffId}`,
    name: user.name,
    may: (permission) => roleMay(membership.role, permission),
    staff: {
      id: membership.staffId,
      userId: user.id,
      sessionId: session.id,
      email: user.email,
      role: membership.role,
      boundTo,
      owes,
    },
    key: null,
  }
}

/** Every browser of today says where a request comes from (Fetch Metadata); SameSite=Lax covers the others. */
function isCrossSite(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  return (site === 'cross-site' || site === 'same-site') && request.method !== 'GET'
}
