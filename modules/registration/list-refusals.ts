import type { Client } from '#platform/db'

/** An address that gets no broadcasts. */
export interface Refusal {
  kind: 'phone' | 'email'
  value: string
  at: Date
  source: string
  by: string | null
  reason: string | null
}

/** Newest first; `search` is a piece of the address. A cursor that is none begins at the newest. */
export async function listRefusals(
  client: Client,
  organizationId: number,
  { cursor, limit, search }: { cursor?: string | undefined; limit: number; search?: string | undefined },
): Promise<{ refusals: Refusal[]; next: string | null }> {
  const [, micros, id] = /^(\d{1,17})-(\d{1,15})$/.exec(cursor ?? '') ?? []
  // Microseconds, as PostgreSQL keeps them: an import gives thousands the same instant, but not each text its own millisecond.
  const { rows } = await client.query<Refusal & { id: number; micros: string }>(
    `SELECT a.kind, a.value, o.at, o.source, o.by, o.reason, o.address_id AS id,
       (extract(epoch FROM o.at) * 1000000)::bigint::text AS micros
     FROM opt_out o JOIN address a ON a.organization_id = o.organization_id AND a.id = o.address_id
     WHERE o.organization_id = $1
       AND ($2::bigint IS NULL OR (o.at, o.address_id) < ('epoch'::timestamptz + $2 * interval '1 microsecond', $3::bigint))
       AND ($5::text IS NULL OR position($5 IN a.value) > 0)
     ORDER BY o.at DESC, o.address_id DESC LIMIT $4`,
    [organizationId, micros ?? null, id ?? null, limit + 1, pieceOf(search)],
  )
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { refusals: shown, next: last && rows.length > limit ? `${last.micros}-${last.id}` : null }
}

/** As addresses are kept: a number without spaces, small letters; null where nothing is typed. */
function pieceOf(search = ''): string | null {
  const isNumber = /^[\d\s+().-]+$/.test(search)
  return (isNumber ? search.replace(/\D/g, '') : search.toLowerCase().trim()) || null
}
