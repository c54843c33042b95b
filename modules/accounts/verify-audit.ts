import { createHash } from 'node:crypto'
import { auditLines, auditOrigin, type AuditVerification } from '@kurenda/contract'
import type { Client } from '#platform/db'

interface Row {
  seq: number
  at: Date
  actor: string
  verb: string
  noun: string
  subject: string
  details: string
  hash: Buffer
}

const batch = 5_000

/**
 * Walks an organization's chain from its first entry and stops at the first that does not fit. Memory does not grow with it.
 * @param head a hash that was written down outside, in hex: is it still in the chain, before anything is broken?
 */
export async function verifyAudit(client: Client, organizationId: number, head?: string): Promise<AuditVerification> {
  let last = { seq: 0, hash: auditOrigin }
  let anchor: { seq: number } | null = null
  let broken: AuditVerification['broken'] = null
  const end = await endOfChain(client, organizationId)
  for (let rows = await after(client, organizationId, 0); rows.length > 0 && !broken;) {
    for (const row of rows) {
      broken = compare(organizationId, last, row)
      if (broken) break
      last = { seq: row.seq, hash: row.hash.toString('hex') }
      if (last.hash === head) anchor = { seq: last.seq }
    }
    if (!broken) rows = await after(client, organizationId, last.seq)
  }
  // The walk may have read entries that were added since.
  if (!broken && last.seq < end) broken = { seq: last.seq + 1, why: 'cut-off' }
  return {
    ok: !broken && (head === undefined || anchor !== null),
    organizationId,
    entries: last.seq,
    head: last.seq === 0 ? null : last,
    broken,
    ...(head === undefined ? {} : { anchor }),
  }
}

function compare(
  organizationId: number,
  previous: { seq: number; hash: string },
  row: Row,
): AuditVerification['broken'] {
  if (row.seq !== previous.seq + 1) return { seq: previous.seq + 1, why: 'missing' }
  const lines = auditLines(previous.hash, organizationId, { ...row, at: row.at.toISOString() })
  const fits = createHash('sha256').update(lines).digest().equals(row.hash)
  return fits ? null : { seq: row.seq, why: 'changed' }
}

async function endOfChain(client: Client, organizationId: number): Promise<number> {
  const { rows } = await client.query<{ seq: number }>('SELECT seq FROM audit_head WHERE organization_id = $1', [
    organizationId,
  ])
  return rows[0]?.seq ?? 0
}

async function after(client: Client, organizationId: number, seq: number): Promise<Row[]> {
  const { rows } = await client.query<Row>(
    `SELECT seq, at, actor, verb, noun, subject, details, hash FROM audit_entry
     WHERE organization_id = $1 AND seq > $2 ORDER BY seq LIMIT ${batch}`,
    [organizationId, seq],
  )
  return rows
}
