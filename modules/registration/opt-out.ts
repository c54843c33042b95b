import type { Client } from '#platform/db'

export interface ConsentChange {
  addressId: number
  /** What the person wrote. */
  words: string
  at: Date
}

/**
 * Stops broadcasts to these addresses and writes it into the ledger (engine role, in the caller's transaction). An address that
 * is out already keeps its date. Source `sms`.
 */
export async function recordOptOuts(
  client: Client,
  organizationId: number,
  changes: readonly ConsentChange[],
): Promise<void> {
  if (changes.length === 0) return
  await client.query(
    `INSERT INTO opt_out (organization_id, address_id, at, source)
     SELECT $1, a, min(t), 'sms' FROM unnest($2::bigint[], $3::timestamptz[]) AS c(a, t) GROUP BY a ORDER BY a
     ON CONFLICT (organization_id, address_id) DO NOTHING`,
    [organizationId, changes.map((c) => c.addressId), changes.map((c) => c.at)],
  )
}

/** Lets broadcasts reach these addresses again. A refusal that is younger than the wish stays. */
export async function recordOptIns(
  client: Client,
  organizationId: number,
  changes: readonly ConsentChange[],
): Promise<void> {
  if (changes.length === 0) return
  await client.query(
    `DELETE FROM opt_out o USING unnest($2::bigint[], $3::timestamptz[]) AS c(a, t)
     WHERE o.organization_id = $1 AND o.address_id = c.a AND o.at <= c.t`,
    [organizationId, changes.map((c) => c.addressId), changes.map((c) => c.at)],
  )
}

/** Adds to the ledger of consent, in this order. */
export async function recordConsentEvents(
  client: Client,
  organizationId: number,
  events: readonly (ConsentChange & { what: 'opt_in' | 'opt_out' })[],
): Promise<void> {
  if (events.length === 0) return
  await client.query(
    `INSERT INTO consent_event (organization_id, address_id, what, words, source, at)
     SELECT $1, a, w, s, 'sms', t FROM unnest($2::bigint[], $3::text[], $4::text[], $5::timestamptz[])
       WITH ORDINALITY AS e(a, w, s, t, n) ORDER BY n`,
    [
      organizationId,
      events.map((e) => e.addressId),
      events.map((e) => e.what),
      events.map((e) => e.words),
      events.map((e) => e.at),
    ],
  )
}
