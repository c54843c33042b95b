import type { FastifyRequest } from 'fastify'
import { Problem } from '#platform/errors'
import type { Permission } from './permissions.ts'

/** Who asks, and for which organization: a member of staff, or whoever holds an API key. */
export interface Caller {
  organizationId: number
  /** Shown as the author of what they do. */
  name: string
  may(permission: Permission): boolean
  staff: { userId: string; email: string; role: string } | null
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null
  }
  interface FastifyContextConfig {
    /** What the caller needs; a route of an API without it is refused at start. */
    allows?: Permission
  }
}

/** @throws Problem `unauthorized` where the route is not behind a sign-in or key */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Problem('unauthorized')
  return request.caller
}
