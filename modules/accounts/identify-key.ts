import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Clock } from '#platform/clock'
import { inOrganization, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import type { Caller } from './caller.ts'
import { findKey, type FoundKey } from './find-key.ts'
import { scopesAllow } from './permissions.ts'

/** Keys are 192 random bits, so a plain digest is as good as a slow one, and is looked up by an index. */
export function hashKey(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

const bearer = /^Bearer +(kur_[A-Za-z0-9_-]{16,128})$/i

/** The holder of the key in `Authorization: Bearer kur_…`. @throws Problem `api-key-needed` */
export async function identifyKey(api: Pool, clock: Clock, request: FastifyRequest): Promise<Caller> {
  const key = bearer.exec(request.headers.authorization ?? '')?.[1]
  if (key === undefined) throw new Problem('api-key-needed')
  const found = await findKey(api, hashKey(key))
  const now = clock.now()
  if (!found || (found.expires_at && found.expires_at <= now)) throw new Problem('api-key-needed')
  await noteUse(api, found, now)
  return {
    organizationId: found.organization_id,
    actor: `key:${found.id}`,
    name: found.name,
    may: (permission) => scopesAllow(found.scopes, permission),
    staff: null,
    key: { id: found.id, limited: !found.scopes.includes('*') },
  }
}

/** The day is enough to find keys that nobody uses, and is written once a day instead of at each request. */
async function noteUse(api: Pool, { organization_id, id, last_used_on }: FoundKey, now: Date): Promise<void> {
  const today = now.toISOString().slice(0, 10)
  if (last_used_on === today) return
  await inOrganization(api, organization_id, (client) =>
    client.query('UPDATE api_key SET last_used_on = $2 WHERE id = $1', [id, today]),
  )
}
