import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ZodType } from 'zod'
import { Problem } from '#platform/errors'
import { signInPath, type SignIn } from './sign-in.ts'

const lifetimeMs = 10 * 60_000
const cookieOf = (of: string) => `kurenda.${of}`

/**
 * Remembers for ten minutes what was asked of a browser, which gets a cookie that nobody else has: what comes back is taken once,
 * and from this browser only.
 * @returns the name of what is remembered
 */
export async function keepChallenge(
  signIn: SignIn,
  reply: FastifyReply,
  of: string,
  value: object,
  now: Date,
): Promise<string> {
  const name = randomBytes(24).toString('base64url')
  const { internalAdapter } = await signIn.$context
  await internalAdapter.createVerificationValue({
    identifier: `${of}-${name}`,
    value: JSON.stringify(value),
    expiresAt: new Date(now.getTime() + lifetimeMs),
  })
  reply.header('set-cookie', cookie(signIn, of, name, lifetimeMs / 1000))
  return name
}

/** What was asked of this browser, once. @throws Problem `sign-in-again` */
export async function takeChallenge<Value>(
  signIn: SignIn,
  request: FastifyRequest,
  reply: FastifyReply,
  of: string,
  shape: ZodType<Value>,
): Promise<{ name: string; value: Value }> {
  const name = readCookie(request, cookieOf(of))
  const { internalAdapter } = await signIn.$context
  const found = name && (await internalAdapter.consumeVerificationValue(`${of}-${name}`))
  if (!name || !found) throw new Problem('sign-in-again')
  reply.header('set-cookie', cookie(signIn, of, '', 0))
  return { name, value: shape.parse(JSON.parse(found.value)) }
}

function cookie(signIn: SignIn, of: string, value: string, maxAge: number): string {
  const secure = signIn.options.advanced.useSecureCookies ? '; Secure' : ''
  return `${cookieOf(of)}=${value}; Path=${signInPath}; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`
}

function readCookie(request: FastifyRequest, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=')
    if (key === name && value && /^[\w-]{1,64}$/.test(value)) return value
  }
  return undefined
}
