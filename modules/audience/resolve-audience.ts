import type { Condition } from '@kurenda/contract'
import sql, { join, type Sql } from 'sql-template-tag'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { checkCondition } from './check-condition.ts'
import { compileCondition, type FieldLookUp } from './compile-condition.ts'
import type { Rejection } from './read-people.ts'
import { readSegments } from './segments.ts'
import { toE164 } from './to-e164.ts'
import { findAddresses, upsertAddresses } from './upsert-addresses.ts'

/** Whom a broadcast is for: everyone of the groups and segments, and whoever is at the numbers. */
export interface Audience {
  groups?: readonly number[] | undefined
  segments?: readonly number[] | undefined
  /** A filter that is not saved. */
  condition?: Condition | undefined
  /** As people write them, one number an item. */
  numbers?: readonly string[] | undefined
}

export interface ResolvedAudience {
  /**
   * Rows (address_id bigint, contact_id bigint or null for a bare number, to_value text in E.164), one a number: nobody who
   * opted out or is in trash, each person and each number once. For `INSERT … SELECT … FROM (${recipients}) AS r`.
   */
  recipients: Sql
  /** Pasted numbers that are none; `line` is the place in the list, from 1. */
  refused: Rejection[]
}

export interface AudienceCount {
  /** People of the groups and segments, and different pasted numbers. */
  chosen: number
  recipients: number
  /** Why the others get nothing. Someone who is in trash counts there, whatever else is true of them; then no phone, then opt-out. */
  excluded: { optedOut: number; noPhone: number; trashed: number; duplicateNumber: number }
  refused: Rejection[]
}

/**
 * The union of the audience as SQL, by person and by number. A person is texted at the first of their numbers; a pasted
 * number whose only owners are chosen already, through another number of theirs, is a duplicate. Pasted numbers get their
 * address rows here: in a transaction that may write, under either role.
 * @throws Problem `not-found` where a group or segment is not there (any more)
 */
export async function resolveAudience(
  client: Client,
  organizationId: number,
  audience: Audience,
): Promise<ResolvedAudience> {
  const { valid, refused } = readNumbers(audience.numbers ?? [])
  const ids = await upsertAddresses(client, organizationId, valid)
  const people = await chosenPeople(client, organizationId, audience, 'by-operator')
  const recipients = sql`SELECT DISTINCT ON (x.address_id) x.address_id, x.contact_id, a.value AS to_value
    FROM (${candidates(organizationId, people, [...ids.values()])}) AS x
    JOIN address a ON a.organization_id = ${organizationId} AND a.id = x.address_id
    WHERE NOT x.trashed AND NOT x.again
      AND NOT EXISTS (SELECT FROM opt_out o WHERE o.organization_id = ${organizationId} AND o.address_id = x.address_id)
    ORDER BY x.address_id, x.contact_id`
  return { recipients, refused }
}

/** Counts the audience without writing anything. @throws Problem as `resolveAudience` */
export async function countAudience(
  client: Client,
  organizationId: number,
  audience: Audience,
): Promise<AudienceCount> {
  const { valid, refused } = readNumbers(audience.numbers ?? [])
  const ids = await findAddresses(client, organizationId, valid)
  const people = await chosenPeople(client, organizationId, audience, await lookUpOf(client, organizationId))
  // Grouped by number first: one pass over the people, and only numbers meet the refusals.
  const { rows } = await client.query<Record<'chosen' | 'trashed' | 'nophone' | 'out' | 'again' | 'reached', number>>(
    sql`SELECT coalesce(sum(n.people), 0)::int AS chosen, coalesce(sum(n.trashed), 0)::int AS trashed,
        coalesce(sum(n.people - n.trashed) FILTER (WHERE n.address_id IS NULL), 0)::int AS nophone,
        coalesce(sum(n.people - n.trashed) FILTER (WHERE o.address_id IS NOT NULL), 0)::int AS out,
        coalesce(sum(n.again) FILTER (WHERE o.address_id IS NULL), 0)::int AS again,
        count(*) FILTER (WHERE n.address_id IS NOT NULL AND o.address_id IS NULL AND n.people > n.trashed + n.again)::int AS reached
      FROM (
        SELECT x.address_id, count(*) AS people, count(*) FILTER (WHERE x.trashed) AS trashed,
          count(*) FILTER (WHERE x.again AND NOT x.trashed) AS again
        FROM (${candidates(organizationId, people, [...ids.values()])}) AS x GROUP BY x.address_id) AS n
      LEFT JOIN opt_out o ON o.organization_id = ${organizationId} AND o.address_id = n.address_id`,
  )
  const found = rows[0] ?? { chosen: 0, trashed: 0, nophone: 0, out: 0, again: 0, reached: 0 }
  const unknown = valid.length - ids.size
  const { trashed, nophone: noPhone, out: optedOut } = found
  return {
    chosen: found.chosen + unknown,
    recipients: found.reached + unknown,
    excluded: {
      optedOut,
      noPhone,
      trashed,
      duplicateNumber: found.chosen - trashed - noPhone - optedOut - found.reached,
    },
    refused,
  }
}

function readNumbers(numbers: readonly string[]): { valid: string[]; refused: Rejection[] } {
  const valid = new Set<string>()
  const refused: Rejection[] = []
  for (const [i, given] of numbers.entries()) {
    const number = toE164(given, { foreign: true, fixedLine: true })
    if ('e164' in number) valid.add(number.e164)
    else if (number.refused !== 'empty') refused.push({ line: i + 1, reason: number.refused })
  }
  return { valid: [...valid], refused }
}

/** Rows (id, phone_id, trashed), one a person; those merged into another are that other. */
async function chosenPeople(
  client: Client,
  organizationId: number,
  { groups = [], segments = [], condition }: Audience,
  lookUp: FieldLookUp,
): Promise<Sql> {
  const wanted = [...new Set(groups)]
  const { rowCount } = await client.query('SELECT FROM contact_group WHERE organization_id = $1 AND id = ANY($2)', [
    organizationId,
    wanted,
  ])
  if (rowCount !== wanted.length) throw new Problem('not-found')
  const conditions = (await readSegments(client, organizationId, segments)).map((one) => one.condition)
  if (condition) conditions.push(await checkCondition(client, organizationId, condition))
  // Each is planned by itself, hence no OR: a small group is read by its key, whatever stands beside it.
  const parts = conditions.map((one) => compileCondition(organizationId, one, lookUp))
  if (wanted.length > 0)
    parts.push(
      sql`c.id IN (SELECT m.contact_id FROM group_member m WHERE m.organization_id = ${organizationId} AND m.group_id = ANY(${wanted}))`,
    )
  if (parts.length === 0) parts.push(sql`false`)
  const selects = parts.map(
    (part) => sql`SELECT c.id, c.phone_id, c.trashed_at IS NOT NULL AS trashed FROM contact c
      WHERE c.organization_id = ${organizationId} AND c.merged_into IS NULL AND ${part}`,
  )
  return join(selects, ' UNION ')
}

/** Rows (contact_id, address_id, trashed, again): people at their first number, and pasted numbers at theirs. */
function candidates(organizationId: number, people: Sql, addressIds: readonly number[]): Sql {
  if (addressIds.length === 0)
    return sql`SELECT p.id AS contact_id, p.phone_id AS address_id, p.trashed, false AS again FROM (${people}) AS p`
  return sql`WITH people AS MATERIALIZED (${people}),
    reached AS MATERIALIZED (
      SELECT p.id FROM people p WHERE NOT p.trashed AND p.phone_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM opt_out o WHERE o.organization_id = ${organizationId} AND o.address_id = p.phone_id))
    SELECT p.id AS contact_id, p.phone_id AS address_id, p.trashed, false AS again FROM people AS p
    UNION ALL
    SELECT NULL, n.id, coalesce(w.all_trashed, false), coalesce(w.all_chosen, false)
    FROM unnest(${addressIds}::bigint[]) AS n(id)
    LEFT JOIN LATERAL (
      SELECT bool_and(c.trashed_at IS NOT NULL) AS all_trashed,
        bool_and(c.id IN (SELECT id FROM reached)) FILTER (WHERE c.trashed_at IS NULL) AS all_chosen
      FROM contact_address ca JOIN contact c ON c.organization_id = ca.organization_id AND c.id = ca.contact_id
      WHERE ca.organization_id = ${organizationId} AND ca.address_id = n.id) AS w ON true`
}

/**
 * The function of the index answers for the organization of the request only. In the same breath the transaction gets memory
 * for 100,000 people and more (with 4 MB they are sorted on disk), and no compiler, which starts where it is of no use.
 */
async function lookUpOf(client: Client, organizationId: number): Promise<FieldLookUp> {
  const { rows } = await client.query<{ mine: boolean }>(
    `SELECT current_organization() IS NOT DISTINCT FROM $1::int AS mine,
       set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`,
    [organizationId],
  )
  return rows[0]?.mine ? 'by-function' : 'by-operator'
}
