import { fromNodeHeaders } from 'better-auth/node'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Clock } from '#platform/clock'
import type { Pool } from '#platform/db'
import { Problem, type ErrorCode } from '#platform/errors'
import type { Server } from '#platform/http'
import { attemptKey, forgetAttempts } from './count-attempt.ts'
import { addressHeader, nowhere, signInPath, type SignIn } from './sign-in.ts'
import { throttle } from './throttle.ts'

const body = z.record(z.string(), z.unknown()).catch({})
const credentials = z.object({ email: z.string().max(254) })
const refusal = z.object({ code: z.string() })

const codes: Record<number, ErrorCode> = { 401: 'sign-in-failed', 403: 'cross-site', 429: 'too-many-attempts' }

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

  server.post(`${signInPath}/sign-in/email`, options, async (request, reply) => {
    const given = credentials.safeParse(request.body)
    // The library counts by address; whoever has many addresses is stopped here.
    if (given.success) await throttle(api, reply, 'sign-in', given.data.email, clock.now())
    await handOver(signIn, request, reply, body.parse(request.body))
    if (given.success) await forgetAttempts(api, attemptKey('sign-in', given.data.email))
    return { done: true }
  })

  server.post(`${signInPath}/sign-out`, options, async (request, reply) => {
    await handOver(signIn, request, reply, {})
    return { done: true }
  })

  server.post(`${signInPath}/change-password`, options, async (request, reply) => {
    // Whoever knew the old password may be in another browser.
    await handOver(signIn, request, reply, { ...body.parse(request.body), revokeOtherSessions: true })
    return { done: true }
  })
}

/** Lets the library answer, and takes over its cookies. Its own answer repeats the session's token, which only they may hold. */
async function handOver(
  signIn: SignIn,
  request: FastifyRequest,
  reply: FastifyReply,
  given: Record<string, unknown>,
): Promise<void> {
  const headers = fromNodeHeaders(request.headers)
  headers.delete('content-length')
  headers.set(addressHeader, request.ip)
  const answer = await signIn.handler(
    new Request(new URL(request.url, signIn.options.baseURL), {
      method: request.method,
      headers,
      body: JSON.stringify(given),
    }),
  )
  if (!answer.ok) throw await asProblem(answer, reply)
  const cookies = answer.headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
}

async function asProblem(answer: Response, reply: FastifyReply): Promise<Problem> {
  const retryAfter = answer.headers.get('x-retry-after')
  if (retryAfter !== null) reply.header('retry-after', retryAfter)
  const said = refusal.safeParse(await answer.json().catch(() => undefined))
  if (said.data?.code === nowhere) return new Problem('no-organization')
  if (said.data?.code === 'INVALID_PASSWORD') return new Problem('sign-in-failed')
  const code = codes[answer.status] ?? (answer.status >= 500 ? 'unavailable' : 'invalid-request')
  return new Problem(code, code === 'invalid-request' ? { fields: ['body'] } : {})
}
