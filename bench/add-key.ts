import { randomBytes } from 'node:crypto'
import { hashKey } from '#modules/accounts'
import type { Pool } from '#platform/db'

/** A key to all of an organization, as the owner of the database makes the first one. */
export async function addKey(owner: Pool, organizationId: number): Promise<string> {
  const key = `kur_${randomBytes(24).toString('base64url')}`
  await owner.query("INSERT INTO api_key (organization_id, name, hash, scopes) VALUES ($1, 'bench', $2, '{*}')", [
    organizationId,
    hashKey(key),
  ])
  return key
}
