import { randomBytes } from 'node:crypto'
import type { ApiKey, NewApiKey } from '@kurenda/contract'
import { inOrganization, type Client, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { audit } from './audit.ts'
import type { Caller } from './caller.ts'
import { hashKey } from './identify-key.ts'

interface Row {
  id: number
  name: string
  scopes: string[]
  createdAt: Date
  expiresAt: Date | null
  revokedAt: Date | null
  lastUsedOn: string | null
}

const select = `SELECT id, name, scopes, created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt",
    last_used_on AS "lastUsedOn" FROM api_key WHERE organization_id = $1`

const most = 1_000

/** The organization's keys, the newest first, with the revoked ones, at most 1,000; never the keys themselves. */
export async function listApiKeys(client: Client, organizationId: number): Promise<ApiKey[]> {
  const { rows } = await client.query<Row>(`${select} ORDER BY id DESC LIMIT ${most}`, [organizationId])
  return rows.map(present)
}

/**
 * Makes a key, which is told this once.
 * @throws Problem `forbidden` where it would carry more than its maker may do; `expiry-past`
 */
export async function addApiKey(
  api: Pool,
  caller: Caller,
  { name, scopes, expiresAt }: NewApiKey,
  now: Date,
): Promise<ApiKey & { key: string }> {
  const lacking = scopes.find((scope) => !caller.may(scope))
  if (lacking !== undefined) throw new Problem('forbidden', { permission: lacking })
  if (expiresAt !== undefined && new Date(expiresAt) <= now) throw new Problem('expiry-past')
  const key = `kur_${randomBytes(24).toString('base64url')}`
  const wanted = [...new Set(scopes)].sort()
  return inOrganization(api, caller.organizationId, async (client) => {
    const { rows } = await client.query<{ id: number }>(
      'INSERT INTO api_key (organization_id, name, hash, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id',
      [caller.organizationId, name, hashKey(key), wanted, now, expiresAt ?? null],
    )
    const id = rows[0]?.id ?? 0
    await audit(client, { by: caller, verb: 'add', noun: 'api-key', id, details: { scopes: wanted } })
    return { ...(await readApiKey(client, caller.organizationId, id)), key }
  })
}

/** The key opens nothing from the next request on. @throws Problem `not-found` */
export async function revokeApiKey(api: Pool, caller: Caller, id: number, now: Date): Promise<ApiKey> {
  return inOrganization(api, caller.organizationId, async (client) => {
    const { rowCount } = await client.query(
      'UPDATE api_key SET revoked_at = $3 WHERE organization_id = $1 AND id = $2 AND revoked_at IS NULL',
      [caller.organizationId, id, now],
    )
    if (rowCount) await audit(client, { by: caller, verb: 'revoke', noun: 'api-key', id })
    return readApiKey(client, caller.organizationId, id)
  })
}

async function readApiKey(client: Client, organizationId: number, id: number): Promise<ApiKey> {
  const { rows } = await client.query<Row>(`${select} AND id = $2`, [organizationId, id])
  if (!rows[0]) throw new Problem('not-found')
  return present(rows[0])
}

function present(row: Row): ApiKey {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  }
}
