import { done, identityProvider, identityProviderCheck, identityProviderSettings, signInWays } from '@kurenda/contract'
import { z } from 'zod'
import type { Clock } from '#platform/clock'
import { inOrganization, type Pool } from '#platform/db'
import { Problem, type ErrorCode } from '#platform/errors'
import type { Server } from '#platform/http'
import type { Outgoing } from '#platform/outgoing'
import type { Seal } from '#platform/seal'
import { callerOf } from './caller.ts'
import { keepChallenge, takeChallenge } from './challenges.ts'
import { findProviders, openProvider, readProvider, removeProvider, saveProvider } from './identity-provider.ts'
import { siteOf } from './passkeys.ts'
import { letIn } from './second-factor-routes.ts'
import { ownNames, signInPath, type SignIn } from './sign-in.ts'
import { beginSignIn, checkProvider, finishSignIn, makeErrand } from './sign-in-through.ts'
import { throttle } from './throttle.ts'

interface Door {
  api: Pool
  clock: Clock
  signIn: SignIn
  publicUrl: string
  outgoing: Outgoing
  seal: Seal
}

const errand = z.object({ organizationId: z.int(), verifier: z.string(), nonce: z.string() })
const redirectUriOf = (publicUrl: string) => `${publicUrl}${signInPath}/oidc/callback`

/** Sign-in by the provider of an organization: nobody is signed in yet. Refusals end on the sign-in page, which says them. */
export function serveProviders(server: Server, { api, clock, signIn, publicUrl, outgoing, seal }: Door): void {
  const redirectUri = redirectUriOf(publicUrl)
  const refused = (code: ErrorCode) => `/console/?refused=${code}`
  const codeOf = (error: unknown): ErrorCode => (error instanceof Problem ? error.code : 'provider-refused')

  server.get(
    `${signInPath}/ways`,
    { schema: { hide: true, response: { 200: signInWays } } },
    async ({ headers, protocol }) => {
      const providers = await findProviders(api)
      return {
        passkeys: siteOf(ownNames(publicUrl), `${protocol}://${headers.host}`) !== undefined,
        providers: providers.map(({ slug, organization, label }) => ({ slug, organization, label })),
      }
    },
  )

  server.get(
    `${signInPath}/oidc/:slug`,
    { schema: { hide: true, params: z.object({ slug: z.string().max(100) }) } },
    async (request, reply) => {
      await throttle(api, reply, 'provider', request.ip, clock.now())
      const chosen = (await findProviders(api)).find(({ slug }) => slug === request.params.slug)
      if (!chosen) throw new Problem('not-found')
      const { organizationId } = chosen
      const provider = await openProvider(api, seal, organizationId)
      if (!provider) throw new Problem('not-found')
      const kept = makeErrand(organizationId)
      const state = await keepChallenge(signIn, reply, 'oidc', kept, clock.now())
      try {
        const url = await beginSignIn(outgoing, provider, { state, redirectUri, errand: kept })
        return await reply.redirect(url.href)
      } catch {
        return reply.redirect(refused('provider-refused'))
      }
    },
  )

  server.get(`${signInPath}/oidc/callback`, { schema: { hide: true } }, async (request, reply) => {
    try {
      await throttle(api, reply, 'provider', request.ip, clock.now())
      const { name: state, value } = await takeChallenge(signIn, request, reply, 'oidc', errand)
      const { search } = new URL(request.url, publicUrl)
      const url = new URL(redirectUri + search)
      const userId = await finishSignIn({ api, outgoing, seal }, value, { state, url, now: clock.now() })
      await letIn(signIn, request, reply, { userId, boundTo: value.organizationId, secondFactor: false })
      return await reply.redirect('/console/')
    } catch (error) {
      return reply.redirect(refused(codeOf(error)))
    }
  })
}

/** How an administrator sets it up. */
export function providerRoutes(scope: Server, door: Pick<Door, 'api' | 'publicUrl' | 'outgoing' | 'seal'>): void {
  const { api, publicUrl, outgoing, seal } = door
  const manages = { allows: 'settings:manage' } as const
  const settings = async (organizationId: number) => {
    const found = await inOrganization(api, organizationId, (client) => readProvider(client, organizationId))
    if (!found) return { provider: null, redirectUri: redirectUriOf(publicUrl) }
    const { clientSecret: _, ...provider } = found
    return { provider, redirectUri: redirectUriOf(publicUrl) }
  }

  scope.get(
    '/identity-provider',
    { config: manages, schema: { response: { 200: identityProviderSettings } } },
    (request) => settings(callerOf(request).organizationId),
  )

  scope.put(
    '/identity-provider',
    { config: manages, schema: { body: identityProvider, response: { 200: identityProviderSettings } } },
    async (request) => {
      await saveProvider(door, callerOf(request), request.body)
      return settings(callerOf(request).organizationId)
    },
  )

  scope.delete('/identity-provider', { config: manages, schema: { response: { 200: done } } }, async (request) => {
    await removeProvider(api, callerOf(request))
    return { done: true as const }
  })

  scope.post(
    '/identity-provider/check',
    { config: manages, schema: { response: { 200: identityProviderCheck } } },
    async (request) => {
      const { organizationId } = callerOf(request)
      const found = await openProvider(api, seal, organizationId)
      if (!found) throw new Problem('not-found')
      return checkProvider(outgoing, found)
    },
  )
}
