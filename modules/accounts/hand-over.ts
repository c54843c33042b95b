import { fromNodeHeaders } from 'better-auth/node'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Problem, type ErrorCode } from '#platform/errors'
import { addressHeader, nowhere, signInPath, type SignIn } from './sign-in.ts'

const refusal = z.object({ code: z.string() })
const byCode: Record<string, ErrorCode> = {
  [nowhere]: 'no-organization',
  INVALID_PASSWORD: 'sign-in-failed',
  INVALID_CODE: 'second-factor-wrong',
  INVALID_BACKUP_CODE: 'second-factor-wrong',
  INVALID_TWO_FACTOR_COOKIE: 'sign-in-again',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'sign-in-again',
  TWO_FACTOR_TEMPORARILY_LOCKED: 'too-many-attempts',
}
const byStatus: Record<number, ErrorCode> = { 401: 'sign-in-failed', 403: 'cross-site', 429: 'too-many-attempts' }

/**
 * Lets the library answer at one of its own paths, and takes over its cookies. What it says itself is returned and shown to nobody:
 * it repeats the session's token, which only the cookie may hold.
 * @throws Problem where the library refuses
 */
export async function handOver(
  signIn: SignIn,
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
  given: Record<string, unknown>,
): Promise<unknown> {
  const answer = await signIn.handler(
    new Request(new URL(signInPath + path, signIn.options.baseURL), {
      method: 'POST',
      headers: headersOf(request),
      body: JSON.stringify(given),
    }),
  )
  if (!answer.ok) throw await asProblem(answer, reply)
  takeCookies(answer, reply)
  return answer.json()
}

/** The caller's headers as the library may read them: their address is the one of the socket. */
export function headersOf(request: FastifyRequest): Headers {
  const headers = fromNodeHeaders(request.headers)
  headers.delete('content-length')
  headers.set('content-type', 'application/json')
  headers.set(addressHeader, request.ip)
  return headers
}

export function takeCookies(answer: Response, reply: FastifyReply): void {
  const cookies = answer.headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
}

async function asProblem(answer: Response, reply: FastifyReply): Promise<Problem> {
  const retryAfter = answer.headers.get('x-retry-after')
  if (retryAfter !== null) reply.header('retry-after', retryAfter)
  const said = refusal.safeParse(await answer.json().catch(() => undefined)).data?.code ?? ''
  const code = byCode[said] ?? byStatus[answer.status] ?? (answer.status >= 500 ? 'unavailable' : 'invalid-request')
  return new Problem(code, code === 'invalid-request' ? { fields: ['body'] } : {})
}
