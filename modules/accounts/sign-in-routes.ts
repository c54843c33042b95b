import { fromNodeHeaders } from 'better-auth/node'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem, type ErrorCode } from '#platform/errors'
import type { Server } from '#platform/http'
import { addressHeader, signInPath, type SignIn } from './sign-in.ts'

/** Of all that the library offers, only this is reachable. */
const open = [
  ['POST', '/sign-in/email'],
  ['POST', '/sign-out'],
  ['POST', '/change-password'],
] as const

const codes: Record<number, ErrorCode> = { 401: 'sign-in-failed', 403: 'cross-site', 429: 'too-many-attempts' }

/** Sign-in and sign-out of staff; refusals are problem+json like everywhere. */
export function serveSignIn(server: Server, signIn: SignIn): void {
  for (const [method, path] of open)
    server.route({
      method,
      url: signInPath + path,
      schema: { hide: true },
      bodyLimit: 16_384,
      handler: (request, reply) => handOver(signIn, request, reply),
    })
}

async function handOver(signIn: SignIn, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const headers = fromNodeHeaders(request.headers)
  headers.delete('content-length')
  headers.set(addressHeader, request.ip)
  const answer = await signIn.handler(
    new Request(new URL(request.url, signIn.options.baseURL), {
      method: request.method,
      headers,
      body: JSON.stringify(request.body ?? {}),
    }),
  )
  if (!answer.ok) {
    const retryAfter = answer.headers.get('x-retry-after')
    if (retryAfter !== null) reply.header('retry-after', retryAfter)
    throw new Problem(codes[answer.status] ?? (answer.status >= 500 ? 'unavailable' : 'invalid-request'), {
      fields: ['body'],
    })
  }
  const cookies = answer.headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
  // The library's own answer repeats the session's token, which only the HttpOnly cookie may hold.
  return reply.send({ done: true })
}
