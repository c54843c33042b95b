import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { isIP } from 'node:net'
import { transaction, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { auditInEach } from './audit-in-each.ts'
import { mustKeepFactor } from './owed-factor.ts'

/** With all its certificates it is a tenth of what an api begins with: loaded when somebody has a passkey. */
const webauthn = () => import('@simplewebauthn/server')

export interface Passkey {
  id: number
  name: string
  createdAt: Date
  lastUsedAt: Date | null
}

/** As whom a browser knows this town: passkeys belong to the name in its address bar. */
export interface Site {
  origin: string
  name: string
}

/** Undefined where the town is called by a number: browsers make no passkeys then. */
export function siteOf(origins: readonly string[], origin: string | undefined): Site | undefined {
  if (origin === undefined || !origins.includes(origin)) return undefined
  const name = new URL(origin).hostname
  return isIP(name.replace(/^\[|\]$/g, '')) ? undefined : { origin, name }
}

export async function listPasskeys(api: Pool, userId: string): Promise<Passkey[]> {
  const { rows } = await api.query<Passkey>(
    `SELECT id, name, created_at AS "createdAt", last_used_at AS "lastUsedAt" FROM passkey WHERE user_id = $1 ORDER BY id`,
    [userId],
  )
  return rows
}

/** What the browser needs to make one. It is asked for itself and for who holds it: it stands for password and second factor. */
export async function offerPasskey(api: Pool, site: Site, user: { id: string; email: string; name: string }) {
  const { rows } = await api.query<{ id: string }>('SELECT credential_id AS id FROM passkey WHERE user_id = $1', [
    user.id,
  ])
  const { generateRegistrationOptions } = await webauthn()
  return generateRegistrationOptions({
    rpName: 'Kurenda',
    rpID: site.name,
    userID: new TextEncoder().encode(user.id),
    userName: user.email,
    userDisplayName: user.name,
    attestationType: 'none',
    excludeCredentials: rows,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/** Whoever made one has shown it: the session in which they did knows that. @throws Problem `passkey-refused` */
export async function addPasskey(
  api: Pool,
  site: Site,
  given: { userId: string; sessionId: string; name: string; challenge: string; credential: unknown; now: Date },
): Promise<void> {
  const { verifyRegistrationResponse } = await webauthn()
  const { registrationInfo } = await verifyRegistrationResponse({
    response: given.credential as RegistrationResponseJSON,
    expectedChallenge: given.challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.name,
    requireUserVerification: true,
  }).catch(() => ({ registrationInfo: undefined }))
  if (!registrationInfo) throw new Problem('passkey-refused')
  const { id, publicKey, counter, transports = [] } = registrationInfo.credential
  await transaction(api, async (client) => {
    const { rowCount } = await client.query(
      `INSERT INTO passkey (user_id, credential_id, public_key, counter, transports, name, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (credential_id) DO NOTHING`,
      [given.userId, id, Buffer.from(publicKey), counter, transports, given.name, given.now],
    )
    if (rowCount === 0) throw new Problem('passkey-refused')
    await client.query('UPDATE "session" SET "secondFactor" = true WHERE id = $1', [given.sessionId])
    await auditInEach(client, given.userId, 'add-passkey')
  })
}

/** @throws Problem `not-found`, `second-factor-required` */
export async function removePasskey(api: Pool, userId: string, id: number): Promise<void> {
  await transaction(api, async (client) => {
    // Of two that are removed at once, the second one finds itself the last.
    await client.query('SELECT FROM "user" WHERE id = $1 FOR UPDATE', [userId])
    await mustKeepFactor(client, userId, id)
    const { rowCount } = await client.query('DELETE FROM passkey WHERE user_id = $1 AND id = $2', [userId, id])
    if (rowCount === 0) throw new Problem('not-found')
    await auditInEach(client, userId, 'remove-passkey')
  })
}

/** What the browser needs to show those that it has for this town. */
export async function askForPasskey(site: Site) {
  const { generateAuthenticationOptions } = await webauthn()
  return generateAuthenticationOptions({ rpID: site.name, userVerification: 'required' })
}

/** Whose passkey it is. @throws Problem `passkey-refused` */
export async function recognisePasskey(
  api: Pool,
  site: Site,
  given: { challenge: string; credential: { id: string }; now: Date },
): Promise<string> {
  const { rows } = await api.query<{ id: number; userId: string; publicKey: Buffer; counter: number }>(
    `SELECT id, user_id AS "userId", public_key AS "publicKey", counter FROM passkey WHERE credential_id = $1`,
    [given.credential.id],
  )
  const known = rows[0]
  if (!known) throw new Problem('passkey-refused')
  const { verifyAuthenticationResponse } = await webauthn()
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: given.credential as unknown as AuthenticationResponseJSON,
    expectedChallenge: given.challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.name,
    requireUserVerification: true,
    credential: {
      id: given.credential.id,
      publicKey: new Uint8Array(known.publicKey),
      counter: known.counter,
    },
  }).catch(() => ({ verified: false as const, authenticationInfo: undefined }))
  if (!verified || !authenticationInfo) throw new Problem('passkey-refused')
  await api.query('UPDATE passkey SET counter = $2, last_used_at = $3 WHERE id = $1', [
    known.id,
    authenticationInfo.newCounter,
    given.now,
  ])
  return known.userId
}
