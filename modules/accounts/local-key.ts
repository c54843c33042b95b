import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { localKeyFile } from '#platform/config'
import type { Pool } from '#platform/db'
import { hashKey } from './identify-key.ts'

/**
 * The key of the command line on this machine (mode 0600): may do everything in the organization. Made once; told to the
 * database again where that was set up anew. On the owner's pool.
 */
export async function createLocalKey(owner: Pool, organizationId: number, dataDir: string): Promise<void> {
  const file = localKeyFile(dataDir)
  mkdirSync(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 })
  if (!existsSync(file))
    writeFileSync(file, `kur_${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  await owner.query(
    `INSERT INTO api_key (organization_id, name, hash, scopes) VALUES ($1, 'CLI', $2, '{*}') ON CONFLICT (hash) DO NOTHING`,
    [organizationId, hashKey(readFileSync(file, 'utf8').trim())],
  )
}
