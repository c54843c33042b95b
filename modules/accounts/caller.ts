import type { FastifyRequest } from 'fastify'
import { Problem } from '#platform/errors'
import type { Author } from './audit.ts'
import type { OwedFactor } from './owed-factor.ts'
import type { Permission } from './permissions.ts'

/** Who asks, and for which organization: a member of staff, or whoever holds an API key. */
export interface Caller extends Author {
  /** Shown as the author of what they do. */
  name: string
  may(permission: Permission): boolean
  staff: {
    id: number
    userId: string
    sessionId: string
    email: string
    role: string
    /** The organization whose identity provider let them in, and for which alone they act; null: they came by themselves. */
    boundTo: number | null
    /** What this organization still asks of them before anything else answers. */
    owes: OwedFactor
  } | null
  /** `limited`: the key of this machine's command line may ask as often as it likes, every other one may not. */
  key: { id: number; limited: boolean } | null
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null
  }
  interface FastifyContextConfig {
    /** What the caller needs; a route of an API without it is refused at start. */
    allows?: Permission
    /** Answers also who owes a second factor: only to set up their first one, or always. Every other route refuses them. */
    answersOwing?: 'set-up' | 'always'
  }
}

/** @throws Problem `unauthorized` where the route is not behind a sign-in or key */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Problem('unauthorized')
  return request.caller
}

/** The member of staff who is signed in. @throws Problem `sign-in-needed` for the holder of a key */
export function staffOf(request: FastifyRequest): NonNullable<Caller['staff']> {
  const { staff } = callerOf(request)
  if (!staff) throw new Problem('sign-in-needed')
  return staff
}
