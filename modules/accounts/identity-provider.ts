import type { IdentityProvider } from '@kurenda/contract'
import { inOrganization, type Client, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import type { Outgoing } from '#platform/outgoing'
import type { Seal } from '#platform/seal'
import { audit } from './audit.ts'
import type { Caller } from './caller.ts'
import { mustGovern } from './must-govern.ts'

export interface StoredProvider extends Omit<IdentityProvider, 'clientSecret'> {
  clientSecret: string
}

/** Under which name the library's table of accounts keeps the people of an organization's provider. */
export const providerId = (organizationId: number) => `oidc:${organizationId}`

const of = (organizationId: number) => `identity provider of ${organizationId}`

/** As it is stored, its secret sealed. */
export async function readProvider(client: Client, organizationId: number): Promise<StoredProvider | null> {
  const { rows } = await client.query<StoredProvider>(
    `SELECT label, issuer, client_id AS "clientId", client_secret AS "clientSecret", enabled
     FROM identity_provider WHERE organization_id = $1`,
    [organizationId],
  )
  return rows[0] ?? null
}

/** As it is spoken to. @throws SealBroken */
export async function openProvider(api: Pool, seal: Seal, organizationId: number): Promise<StoredProvider | null> {
  const found = await inOrganization(api, organizationId, (client) => readProvider(client, organizationId))
  return found && { ...found, clientSecret: seal.open(found.clientSecret, of(organizationId)) }
}

/** Which organizations have a button on the sign-in page. */
export async function findProviders(
  api: Pool,
): Promise<{ organizationId: number; slug: string; organization: string; label: string }[]> {
  const { rows } = await api.query<{ organizationId: number; slug: string; organization: string; label: string }>(
    'SELECT organization_id AS "organizationId", slug, organization, label FROM find_identity_providers()',
  )
  return rows
}

/**
 * Whoever names the provider decides who signs in as whom, administrators too: only who may do everything may do this. With another
 * issuer the secret is asked for again, and the people of the old one are known no more.
 * @throws Problem `forbidden`, `issuer-secret-needed`, `issuer-insecure`, `issuer-inside`
 */
export async function saveProvider(
  { api, outgoing, seal }: { api: Pool; outgoing: Outgoing; seal: Seal },
  caller: Caller,
  wanted: IdentityProvider,
): Promise<void> {
  mustGovern(caller, 'administrator')
  mustBeSecure(wanted.issuer)
  // A name that nobody knows yet may be right tomorrow; it is judged anew whenever it is asked.
  if ((await outgoing.judge(wanted.issuer)) === 'inside')
    throw new Problem('issuer-inside', { host: new URL(wanted.issuer).host, fields: ['issuer'] })
  const { organizationId } = caller
  await inOrganization(api, organizationId, async (client) => {
    const before = await readProvider(client, organizationId)
    const isMoved = before?.issuer !== wanted.issuer
    const kept = isMoved ? undefined : before?.clientSecret
    const given = wanted.clientSecret
    const clientSecret = given === undefined ? kept : seal.close(given, of(organizationId))
    if (clientSecret === undefined) throw new Problem('issuer-secret-needed', { fields: ['clientSecret'] })
    if (isMoved) await forgetPeople(client, organizationId)
    await client.query(
      `INSERT INTO identity_provider (organization_id, label, issuer, client_id, client_secret, enabled)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (organization_id) DO UPDATE SET label = excluded.label, issuer = excluded.issuer,
         client_id = excluded.client_id, client_secret = excluded.client_secret, enabled = excluded.enabled`,
      [organizationId, wanted.label, wanted.issuer, wanted.clientId, clientSecret, wanted.enabled],
    )
    if (!wanted.enabled) await endSessions(client, organizationId)
    await audit(client, {
      by: caller,
      verb: 'save',
      noun: 'identity-provider',
      details: { enabled: wanted.enabled },
    })
  })
}

/** @throws Problem `not-found`, `forbidden` */
export async function removeProvider(api: Pool, caller: Caller): Promise<void> {
  mustGovern(caller, 'administrator')
  const { organizationId } = caller
  await inOrganization(api, organizationId, async (client) => {
    const { rowCount } = await client.query('DELETE FROM identity_provider WHERE organization_id = $1', [
      organizationId,
    ])
    if (rowCount === 0) throw new Problem('not-found')
    await forgetPeople(client, organizationId)
    await audit(client, { by: caller, verb: 'remove', noun: 'identity-provider' })
  })
}

async function forgetPeople(client: Client, organizationId: number): Promise<void> {
  await client.query('DELETE FROM "account" WHERE "providerId" = $1', [providerId(organizationId)])
  await endSessions(client, organizationId)
}

async function endSessions(client: Client, organizationId: number): Promise<void> {
  await client.query('DELETE FROM "session" WHERE "boundTo" = $1', [organizationId])
}

/** Whether a provider may be spoken to without encryption: only on this machine, where nobody listens. */
export const isLoopback = (issuer: string) => /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(new URL(issuer).hostname)

function mustBeSecure(issuer: string): void {
  if (new URL(issuer).protocol !== 'https:' && !isLoopback(issuer))
    throw new Problem('issuer-insecure', { fields: ['issuer'] })
}
