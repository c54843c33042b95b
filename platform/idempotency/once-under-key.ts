import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

/**
 * Does the work at most once for an `Idempotency-Key`: the same request under the same key gets the first answer again. In the
 * caller's transaction, so that an answer is kept exactly when the work is; a request that comes while the first is being
 * carried out waits for it at the row. Without the header the work is simply done.
 * @throws Problem `idempotency-mismatch` where another request was made under that key
 */
export async function onceUnderKey<Answer extends object>(
  client: Client,
  organizationId: number,
  request: FastifyRequest,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const header = request.headers['idempotency-key']
  if (typeof header !== 'string' || header === '') return work()
  const key = header.slice(0, 200)
  const digest = createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
    .digest()
  const fresh = await client.query(
    `INSERT INTO idempotency_key (organization_id, key, digest) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
    [organizationId, key, digest],
  )
  if (fresh.rowCount === 0) {
    const { rows } = await client.query<{ digest: Buffer; response: Answer }>(
      'SELECT digest, response FROM idempotency_key WHERE organization_id = $1 AND key = $2',
      [organizationId, key],
    )
    const kept = rows[0]
    if (!kept || !kept.digest.equals(digest)) throw new Problem('idempotency-mismatch')
    return kept.response
  }
  const answer = await work()
  await client.query('UPDATE idempotency_key SET status = 200, response = $3 WHERE organization_id = $1 AND key = $2', [
    organizationId,
    key,
    JSON.stringify(answer),
  ])
  return answer
}
