import type { AuditEntry } from '@kurenda/contract'
import type { Client } from '#platform/db'

interface Row extends Omit<AuditEntry, 'at' | 'hash'> {
  at: Date
  hash: Buffer
}

export interface AuditFilter {
  /** The `next` of the page before. */
  cursor?: string | undefined
  limit: number
  actor?: string | undefined
  noun?: string | undefined
  subject?: string | undefined
}

/** A page of the audit, the newest first. */
export async function listAudit(
  client: Client,
  organizationId: number,
  { cursor, limit, actor, noun, subject }: AuditFilter,
): Promise<{ items: AuditEntry[]; next: string | null }> {
  const before = Number(cursor ?? Number.MAX_SAFE_INTEGER)
  const { rows } = await client.query<Row>(
    `SELECT e.seq, e.at, e.actor, e.verb, e.noun, e.subject, e.details, e.hash,
       coalesce((SELECT u.name FROM membership m JOIN "user" u ON u.id = m.user_id
                 WHERE m.organization_id = e.organization_id AND 'staff:' || m.id = e.actor),
                (SELECT k.name FROM api_key k WHERE k.organization_id = e.organization_id AND 'key:' || k.id = e.actor)) AS "actorName"
     FROM audit_entry e
     WHERE e.organization_id = $1 AND e.seq < $2 AND ($3::text IS NULL OR e.actor = $3) AND ($4::text IS NULL OR e.noun = $4)
       AND ($5::text IS NULL OR e.subject = $5)
     ORDER BY e.seq DESC LIMIT $6`,
    [organizationId, Number.isSafeInteger(before) ? before : 0, actor, noun, subject, limit + 1],
  )
  const items = rows
    .slice(0, limit)
    .map((row) => ({ ...row, at: row.at.toISOString(), hash: row.hash.toString('hex') }))
  return { items, next: rows.length > limit ? String(items.at(-1)?.seq) : null }
}
