import { APIError } from 'better-auth/api'
import { betterAuth } from 'better-auth'
import { inOrganization, transaction, type Pool } from '#platform/db'
import { audit } from './audit.ts'
import { auditInEach } from './audit-in-each.ts'
import { findMemberships } from './find-memberships.ts'

export const signInPath = '/console-api/auth'
/** Set by our own server from the socket: a forwarded-for header could be written by whoever guesses passwords. */
export const addressHeader = 'x-kurenda-address'
/** Told by the library's answer where a right password opens nothing. */
export const nowhere = 'NO_ORGANIZATION'

/**
 * Sign-in of staff with e-mail and password, on the api role's pool; its tables are global. A session acts for one organization.
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
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128 },
    session: {
      expiresIn: 12 * 3600,
      updateAge: 3600,
      additionalFields: { organizationId: { type: 'number', required: false, input: false } },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            const [first] = await findMemberships(api, session.userId)
            if (!first) throw new APIError('FORBIDDEN', { code: nowhere })
            return { data: { organizationId: first.organizationId } }
          },
          after: (session) => auditSignIn(api, session.userId),
        },
      },
      // Only a change of the password comes this way.
      account: {
        update: {
          after: (account) => transaction(api, (client) => auditInEach(client, account.userId, 'change-password')),
        },
      },
    },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 100,
      customRules: {
        '/sign-in/email': { window: 60, max: 10 },
        '/change-password': { window: 60, max: 10 },
        '/get-session': false,
      },
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

async function auditSignIn(api: Pool, userId: string): Promise<void> {
  const [first] = await findMemberships(api, userId)
  if (!first) return
  const { organizationId, staffId } = first
  await inOrganization(api, organizationId, (client) =>
    audit(client, { by: { organizationId, actor: `staff:${staffId}` }, verb: 'sign-in', noun: 'staff', id: staffId }),
  )
}

/** A town on this machine is called by either of its names. */
function ownNames(publicUrl: string): string[] {
  const url = new URL(publicUrl)
  if (!['127.0.0.1', 'localhost'].includes(url.hostname)) return [url.origin]
  return ['127.0.0.1', 'localhost'].map((name) => `${url.protocol}//${name}${url.port ? `:${url.port}` : ''}`)
}
