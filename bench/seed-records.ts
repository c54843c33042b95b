import { createHash } from 'node:crypto'
import { auditLines, auditOrigin } from '@kurenda/contract'
import { copyInto, transaction, type Cell, type Pool } from '#platform/db'
import { mix } from './mix.ts'

const acts = [
  ['confirm', 'broadcast'],
  ['change', 'contact'],
  ['close', 'conversation'],
  ['add', 'staff'],
] as const

/** A chained audit of `count` acts, and as many exchanges with the channel's provider as are kept (5,000; one in a hundred failed). */
export async function seedRecords(
  superuser: Pool,
  organizationId: number,
  channelId: number,
  count: number,
  now: Date,
): Promise<void> {
  await transaction(superuser, async (client) => {
    await client.query('SET LOCAL session_replication_role = replica')
    const { rows } = await client.query<{ seq: number; hash: string }>(
      "SELECT coalesce(max(seq), 0) AS seq, encode((array_agg(hash ORDER BY seq DESC))[1], 'hex') AS hash FROM audit_entry WHERE organization_id = $1",
      [organizationId],
    )
    let { seq, hash } = { seq: rows[0]?.seq ?? 0, hash: rows[0]?.hash ?? auditOrigin }
    const chain = function* (): Generator<Cell[]> {
      for (let i = 1; i <= count; i++) {
        const [verb, noun] = acts[mix(i, 1, acts.length)] ?? acts[0]
        const at = new Date(now.getTime() - (count - i) * 60_000).toISOString()
        const entry = { seq: ++seq, at, actor: `staff:${1 + mix(i, 2, 20)}`, verb, noun, subject: String(1 + mix(i, 3, 50_000)), details: '{}' } // oxfmt-ignore
        hash = createHash('sha256')
          .update(auditLines(hash, organizationId, entry))
          .digest('hex')
        yield [organizationId, at, entry.actor, verb, noun, entry.subject, entry.details, seq, `\\x${hash}`]
      }
    }
    await copyInto(client, 'audit_entry', ['organization_id', 'at', 'actor', 'verb', 'noun', 'subject', 'details', 'seq', 'hash'], chain()) // oxfmt-ignore
    await client.query(
      `INSERT INTO audit_head VALUES ($1, $2, decode($3, 'hex')) ON CONFLICT (organization_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`,
      [organizationId, seq, hash],
    )
    await client.query(
      `INSERT INTO channel_trace (organization_id, channel_id, at, direction, operation, result, ok)
       SELECT $1, $2, $3::timestamptz - n * interval '1 second', 'out', 'submit_sm', 'ESME_ROK', n % 100 > 0 FROM generate_series(5000, 1, -1) AS n`,
      [organizationId, channelId, now],
    )
  })
}
