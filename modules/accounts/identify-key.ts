import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import type { Caller } from './caller.ts'
import { scopesAllow } from './permissions.ts'

/** Keys are 192 random bits, so a plain digest is as good as a slow one, and is looked up by an index. */
export function hashKey(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

const bearer = /^Bearer +(kur_[A-Za-z0-9_-]{16,128})$/i

/** The holder of the key in `Authorization: Bearer kur_…`. @throws Problem `api-key-needed` */
export async function identifyKey(api: Pool, request: FastifyRequest): Promise<Caller> {
  const key = bearer.exec(request.headers.authorization ?? '')?.[1]
  if (key === undefined) throw new Problem('api-key-needed')
  const { rows } = await api.query<{ organization_id: number; name: string; scopes: string[] }>(
    'SELECT organization_id, name, scopes FROM find_api_key($1)',
    [hashKey(key)],
  )
  const found = rows[0]
  if (!found) throw new Problem('api-key-needed')
  return {
    organizationId: found.organization_id,
    name: found.name,
    may: (permission) => scopesAllow(found.scopes, permission),
    staff: null,
  }
}
