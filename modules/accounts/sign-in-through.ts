import type { IdentityProviderCheck } from '@kurenda/contract'
import * as oidc from 'openid-client'
import { randomUUID } from 'node:crypto'
import { inOrganization, type Client, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { OutgoingRefused, type Outgoing } from '#platform/outgoing'
import type { Seal } from '#platform/seal'
import { isLoopback, openProvider, providerId, type StoredProvider } from './identity-provider.ts'

/** What is remembered between the way to the provider and the way back. */
export interface Errand {
  organizationId: number
  verifier: string
  nonce: string
}

const timeoutSeconds = 10

/**
 * The provider as it describes itself. Whatever else it is asked goes the same guarded way: the addresses are its own words.
 * @throws where it cannot be reached, or is not the one that it says
 */
async function discover(
  outgoing: Outgoing,
  { issuer, clientId, clientSecret }: StoredProvider,
): Promise<oidc.Configuration> {
  return oidc.discovery(new URL(issuer), clientId, undefined, oidc.ClientSecretBasic(clientSecret), {
    timeout: timeoutSeconds,
    [oidc.customFetch]: (url, { method, headers, body, signal }) =>
      outgoing.fetch(url, { method, headers, body: body instanceof URLSearchParams ? String(body) : null, signal }),
    ...(isLoopback(issuer) && { execute: [oidc.allowInsecureRequests] }),
  })
}

/** Whether it answers, and whether what the server itself would have to ask lies outside. */
export async function checkProvider(outgoing: Outgoing, provider: StoredProvider): Promise<IdentityProviderCheck> {
  try {
    const { token_endpoint, jwks_uri, userinfo_endpoint } = (await discover(outgoing, provider)).serverMetadata()
    for (const address of [token_endpoint, jwks_uri, userinfo_endpoint])
      if (address !== undefined && (await outgoing.judge(address)) === 'inside')
        return { works: false, inside: new URL(address).host }
    return { works: true, inside: null }
  } catch (error) {
    return { works: false, inside: refusedHost(error) }
  }
}

function refusedHost(error: unknown): string | null {
  if (error instanceof OutgoingRefused) return error.host
  return error instanceof Error ? refusedHost(error.cause) : null
}

/** Where the browser is sent to: authorization code with PKCE (RFC 7636), state and nonce. */
export async function beginSignIn(
  outgoing: Outgoing,
  provider: StoredProvider,
  { state, redirectUri, errand }: { state: string; redirectUri: string; errand: Errand },
): Promise<URL> {
  return oidc.buildAuthorizationUrl(await discover(outgoing, provider), {
    redirect_uri: redirectUri,
    scope: 'openid email profile',
    state,
    nonce: errand.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(errand.verifier),
    code_challenge_method: 'S256',
  })
}

export function makeErrand(organizationId: number): Errand {
  return { organizationId, verifier: oidc.randomPKCECodeVerifier(), nonce: oidc.randomNonce() }
}

/**
 * Who came back from the provider, among those who work in its organization.
 * @throws Problem `provider-refused`, `provider-unknown-person`
 */
export async function finishSignIn(
  { api, outgoing, seal }: { api: Pool; outgoing: Outgoing; seal: Seal },
  errand: Errand,
  { state, url, now }: { state: string; url: URL; now: Date },
): Promise<string> {
  const { organizationId } = errand
  const provider = await openProvider(api, seal, organizationId)
  if (!provider?.enabled) throw new Problem('provider-refused')
  const person = await whoCame(outgoing, provider, errand, { state, url })
  if (!person) throw new Problem('provider-refused')
  return inOrganization(api, organizationId, (client) => findColleague(client, organizationId, person, now))
}

interface Person {
  /** The provider's own name for them, which it gives to nobody else. */
  subject: string
  email: string | undefined
}

async function whoCame(
  outgoing: Outgoing,
  provider: StoredProvider,
  { verifier, nonce }: Errand,
  { state, url }: { state: string; url: URL },
): Promise<Person | undefined> {
  try {
    const config = await discover(outgoing, provider)
    const tokens = await oidc.authorizationCodeGrant(config, url, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (!claims) return undefined
    const { userinfo_endpoint: hasMore } = config.serverMetadata()
    const told =
      claims['email'] === undefined && hasMore !== undefined
        ? { ...claims, ...(await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)) }
        : claims
    // Many providers of offices do not tell whether an address was verified; one that says it was not is believed.
    const email = told['email_verified'] === false ? undefined : told['email']
    return { subject: claims.sub, email: typeof email === 'string' ? email.toLowerCase() : undefined }
  } catch {
    return undefined
  }
}

/** By the provider's own name from the second time on: an address may be given to somebody else. */
async function findColleague(
  client: Client,
  organizationId: number,
  { subject, email }: Person,
  now: Date,
): Promise<string> {
  const of = providerId(organizationId)
  const linked = await client.query<{ userId: string }>(
    `SELECT a."userId" FROM "account" a JOIN membership m ON m.user_id = a."userId"
     WHERE a."providerId" = $1 AND a."accountId" = $2 AND m.organization_id = $3 AND m.deactivated_at IS NULL`,
    [of, subject, organizationId],
  )
  if (linked.rows[0]) return linked.rows[0].userId
  const { rows } = await client.query<{ userId: string }>(
    `INSERT INTO "account" (id, "accountId", "providerId", "userId", "createdAt", "updatedAt")
     SELECT $1, $2, $3, u.id, $6, $6 FROM "user" u JOIN membership m ON m.user_id = u.id
     WHERE u.email = $4 AND m.organization_id = $5 AND m.deactivated_at IS NULL
     ON CONFLICT DO NOTHING RETURNING "userId"`,
    [randomUUID(), subject, of, email ?? '', organizationId, now],
  )
  if (!rows[0]) throw new Problem('provider-unknown-person')
  return rows[0].userId
}
