import { randomBytes } from 'node:crypto'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import type { Outgoing } from '#platform/outgoing'
import { SealBroken, type Seal } from '#platform/seal'
import { isCallable } from './call-hook.ts'

export interface Hook {
  id: number
  name: string
  url: string
}

export async function listHooks(client: Client, organizationId: number): Promise<Hook[]> {
  const { rows } = await client.query<Hook>(
    'SELECT id, name, url FROM dialogue_hook WHERE organization_id = $1 ORDER BY name',
    [organizationId],
  )
  return rows
}

/**
 * Looks whether an address may be called: before it is saved, outside the transaction, for names may take their time. Each call looks
 * again, since what it stands for may change. @throws Problem hook-address
 */
export async function checkHookAddress(given: string, outside: Outgoing): Promise<void> {
  if (!isCallable(given) || (await outside.judge(given)) !== 'open') throw new Problem('hook-address', { url: given })
}

const of = (organizationId: number) => `webhook of ${organizationId}`

/** The secret of a webhook as it signs; undefined where it does not open any more, and a call would be believed by nobody. */
export function openHook(seal: Seal, organizationId: number, stored: string): string | undefined {
  try {
    return seal.open(stored, of(organizationId))
  } catch (error) {
    if (error instanceof SealBroken) return undefined
    throw error
  }
}

/** Adds a webhook, or gives the one of that name another address and another secret. */
export async function saveHook(
  client: Client,
  seal: Seal,
  organizationId: number,
  { name, url }: { name: string; url: string },
): Promise<Hook & { secret: string }> {
  const secret = randomBytes(32).toString('base64url')
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO dialogue_hook (organization_id, name, url, secret) VALUES ($1, $2, $3, $4)
     ON CONFLICT (organization_id, name) DO UPDATE SET url = excluded.url, secret = excluded.secret RETURNING id`,
    [organizationId, name, url, seal.close(secret, of(organizationId))],
  )
  return { id: rows[0]?.id ?? 0, name, url, secret }
}

/** Dialogues that call it go on where a call that failed leads. @throws Problem not-found */
export async function removeHook(client: Client, organizationId: number, id: number): Promise<void> {
  const { rowCount } = await client.query('DELETE FROM dialogue_hook WHERE organization_id = $1 AND id = $2', [
    organizationId,
    id,
  ])
  if (rowCount === 0) throw new Problem('not-found')
}
