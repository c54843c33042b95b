import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openPool } from '#platform/db'
import { hashKey } from './identify-key.ts'

/** Where the command line on this machine finds its key. */
export function localKeyFile(dataDir: string): string {
  return join(dataDir, 'secrets', 'cli-key')
}

/**
 * The key of the command line on this machine (mode 0600): may do everything in the first organization. Made once; known to
 * the database again where that was set up anew. Does nothing where no organization exists.
 */
export async function createLocalKey(ownerUrl: string, dataDir: string): Promise<void> {
  const file = localKeyFile(dataDir)
  mkdirSync(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 })
  if (!existsSync(file))
    writeFileSync(file, `kur_${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  const key = readFileSync(file, 'utf8').trim()
  const owner = openPool(ownerUrl, { max: 1, name: 'kurenda-accounts' })
  try {
    await owner.query(
      `INSERT INTO api_key (organization_id, name, hash, scopes)
       SELECT id, 'CLI', $1, '{*}' FROM organization ORDER BY id LIMIT 1 ON CONFLICT (hash) DO NOTHING`,
      [hashKey(key)],
    )
  } finally {
    await owner.end()
  }
}
