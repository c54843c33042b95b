import type { FastifyRequest } from 'fastify'
import { secondFactor, signedIn } from '@kurenda/contract'
import { z } from 'zod'
import type { Clock } from '#platform/clock'
import type { Pool } from '#platform/db'
import type { Server } from '#platform/http'
import { attemptKey, forgetAttempts } from './count-attempt.ts'
import { handOver } from './hand-over.ts'
import { identifyStaff } from './identify-staff.ts'
import { signInPath, type SignIn } from './sign-in.ts'
import { throttle } from './throttle.ts'

const body = z.record(z.string(), z.unknown()).catch({})
const credentials = z.object({ email: z.string().max(254) })
const next = z.object({ twoFactorRedirect: z.literal(true) })

interface Door {
  api: Pool
  clock: Clock
  signIn: SignIn
}

/**
 * Sign-in and sign-out of staff; refusals are problem+json like everywhere. Of all that the library offers, only this is
 * reachable.
 */
export function serveSignIn(server: Server, { api, clock, signIn }: Door): void {
  const options = { schema: { hide: true }, bodyLimit: 16_384 }
  const given = (request: FastifyRequest) => body.parse(request.body)

  server.post(
    `${signInPath}/sign-in/email`,
    { ...options, schema: { hide: true, response: { 200: signedIn } } },
    async (request, reply) => {
      const known = credentials.safeParse(request.body)
      // The library counts by address; whoever has many addresses is stopped here.
      if (known.success) await throttle(api, reply, 'sign-in', known.data.email, clock.now())
      const said = await handOver(signIn, request, reply, '/sign-in/email', given(request))
      if (known.success) await forgetAttempts(api, attemptKey('sign-in', known.data.email))
      return { done: true as const, secondFactor: next.safeParse(said).success }
    },
  )

  server.post(
    `${signInPath}/second-factor`,
    { ...options, schema: { hide: true, body: secondFactor, response: { 200: signedIn } } },
    async (request, reply) => {
      const { code, recovery } = request.body
      const path = recovery ? '/two-factor/verify-backup-code' : '/two-factor/verify-totp'
      await handOver(signIn, request, reply, path, { code: code.replace(recovery ? /\s/g : /\D/g, '') })
      return { done: true as const, secondFactor: false }
    },
  )

  server.post(`${signInPath}/sign-out`, options, async (request, reply) => {
    await handOver(signIn, request, reply, '/sign-out', {})
    return { done: true }
  })

  server.post(`${signInPath}/change-password`, options, async (request, reply) => {
    await identifyStaff(api, signIn, request)
    // Whoever knew the old password may be in another browser.
    await handOver(signIn, request, reply, '/change-password', { ...given(request), revokeOtherSessions: true })
    return { done: true }
  })
}
