import { APIError } from 'better-auth/api'
import { betterAuth } from 'better-auth'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { inOrganization, transaction, type Pool } from '#platform/db'
import { audit } from './audit.ts'
import { auditInEach } from './audit-in-each.ts'
import { entrance } from './entrance.ts'
import { findMemberships } from './find-memberships.ts'

export const signInPath = '/console-api/auth'
/** Set by our own server from the socket: a forwarded-for header could be written by whoever guesses passwords. */
export const addressHeader = 'x-kurenda-address'
/** Where a right code starts a session. */
const codePaths = ['/two-factor/verify-totp', '/two-factor/verify-backup-code']

/** Told by the library's answer where a right password opens nothing. */
export const nowhere = 'NO_ORGANIZATION'

/**
 * Sign-in of staff with e-mail and password, and a code besides where they have set that up, on the api role's pool; its tables
 * are global. A session acts for one organization.
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
      additionalFields: {
        organizationId: { type: 'number', required: false, input: false },
        boundTo: { type: 'number', required: false, input: false },
        secondFactor: { type: 'boolean', required: false, input: false },
      },
    },
    plugins: [twoFactor({ issuer: 'Kurenda' }), entrance],
    databaseHooks: {
      session: {
        create: {
          before: async (session, context) => {
            const [first] = await findMemberships(api, session.userId)
            if (!first) throw new APIError('FORBIDDEN', { code: nowhere })
            // After a change of the password another session goes on in the place of this one.
            const before = context?.path === '/change-password' ? context.context.session?.session : undefined
            const secondFactor: unknown = session['secondFactor'] ?? before?.['secondFactor'] ?? false
            return {
              data: {
                organizationId: session['organizationId'] ?? first.organizationId,
                secondFactor: secondFactor === true || codePaths.includes(context?.path ?? ''),
              },
            }
          },
          after: async (session, context) => {
            // A password is half of a sign-in where a code is asked for next; and who is in already only gets a new session.
            if (context?.context.session) return
            if (context?.path === '/sign-in/email' && (await hasSecondFactor(api, session.userId))) return
            await auditSignIn(api, session.userId, Number(session['organizationId']))
          },
        },
      },
      // Only the second factor's coming and going is written this way.
      user: {
        update: {
          after: (user) => {
            const verb = user['twoFactorEnabled'] === true ? 'enable-second-factor' : 'disable-second-factor'
            return transaction(api, (client) => auditInEach(client, user.id, verb))
          },
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
        '/two-factor/*': { window: 60, max: 20 },
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

async function hasSecondFactor(api: Pool, userId: string): Promise<boolean> {
  const { rows } = await api.query<{ on: boolean }>('SELECT "twoFactorEnabled" AS on FROM "user" WHERE id = $1', [
    userId,
  ])
  return rows[0]?.on ?? false
}

async function auditSignIn(api: Pool, userId: string, organizationId: number): Promise<void> {
  const found = (await findMemberships(api, userId)).find((one) => one.organizationId === organizationId)
  if (!found) return
  const { staffId } = found
  await inOrganization(api, organizationId, (client) =>
    audit(client, { by: { organizationId, actor: `staff:${staffId}` }, verb: 'sign-in', noun: 'staff', id: staffId }),
  )
}

/** As browsers may call this town: on its own machine by either of its names. */
export function ownNames(publicUrl: string): string[] {
  const url = new URL(publicUrl)
  if (!['127.0.0.1', 'localhost'].includes(url.hostname)) return [url.origin]
  return ['127.0.0.1', 'localhost'].map((name) => `${url.protocol}//${name}${url.port ? `:${url.port}` : ''}`)
}
