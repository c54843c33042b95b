import type { Client } from './pool.ts'

/** Adds a piece of coarse news to the caller's transaction; the worker's relay acts on it after the commit. Ring `outbox` then. */
export async function post(client: Client, organizationId: number, kind: string, payload: object): Promise<void> {
  await client.query('INSERT INTO outbox (organization_id, kind, payload) VALUES ($1, $2, $3)', [
    organizationId,
    kind,
    JSON.stringify(payload),
  ])
}
