import { betterAuth } from 'better-auth'
import type { Pool } from '#platform/db'

export const signInPath = '/console-api/auth'
/** Set by our own server from the socket: a forwarded-for header could be written by whoever guesses passwords. */
export const addressHeader = 'x-kurenda-address'

/**
 * Sign-in of staff with e-mail and password, on the api role's pool; its tables are global.
 * @param publicUrl as browsers call this town, without a slash at its end
 */
export function createSignIn(options: { api: Pool; secret: string; publicUrl: string }) {
  const { api, secret, publicUrl } = options
  return betterAuth({
    appName: 'Kurenda',
    database: api,
    secret,
    baseURL: publicUrl,
    basePath: signInPath,
    trustedOrigins: ownNames(publicUrl),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12 },
    session: { expiresIn: 12 * 3600, updateAge: 3600 },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 100,
      customRules: { '/sign-in/email': { window: 60, max: 10 }, '/get-session': false },
    },
    advanced: {
      cookiePrefix: 'kurenda',
      useSecureCookies: publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
    telemetry: { enabled: false },
    logger: { disabled: true },
  })
}

export type SignIn = ReturnType<typeof createSignIn>

/** A town on this machine is called by either of its names. */
function ownNames(publicUrl: string): string[] {
  const url = new URL(publicUrl)
  if (!['127.0.0.1', 'localhost'].includes(url.hostname)) return [url.origin]
  return ['127.0.0.1', 'localhost'].map((name) => `${url.protocol}//${name}${url.port ? `:${url.port}` : ''}`)
}
