import type { Condition } from '@kurenda/contract'
import sql, { join, type Sql } from 'sql-template-tag'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { checkCondition } from './check-condition.ts'
import { compileCondition, type FieldLookUp } from './compile-condition.ts'
import type { Rejection } from './read-people.ts'
import { readSegments } from './segments.ts'
import { toE164 } from './to-e164.ts'
import { upsertAddresses } from './upsert-addresses.ts'

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
  const people = await chosenPeople(client, organizationId, audience)
  const recipients = sql`SELECT DISTINCT ON (x.address_id) x.address_id, x.contact_id, a.value AS to_value
    FROM (${candidates(organizationId, people, [...ids.values()])}) AS x
    JOIN address a ON a.organization_id = ${organizationId} AND a.id = x.address_id
    WHERE NOT x.trashed AND NOT x.again
      AND NOT EXISTS (SELECT FROM opt_out o WHERE o.organization_id = ${organizationId} AND o.address_id = x.address_id)
    ORDER BY x.address_id, x.contact_id`
  return { recipients, refused }
}

export function readNumbers(numbers: readonly string[]): { valid: string[]; refused: Rejection[] } {
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
async function chosenPeople(client: Client, organizationId: number, audience: Audience): Promise<Sql> {
  const groups = await existingGroups(client, organizationId, audience.groups)
  const members = sql`c.id IN (SELECT m.contact_id FROM group_member m WHERE m.organization_id = ${organizationId} AND m.group_id = ANY(${groups}))`
  const conditions = await chosenConditions(client, organizationId, audience, 'by-operator')
  return peopleWhere(organizationId, groups.length > 0 ? [...conditions, members] : conditions)
}

/** @throws Problem `not-found` where one is not there */
export async function existingGroups(
  client: Client,
  organizationId: number,
  groups: readonly number[] = [],
): Promise<number[]> {
  const wanted = [...new Set(groups)]
  const { rowCount } = await client.query('SELECT FROM contact_group WHERE organization_id = $1 AND id = ANY($2)', [
    organizationId,
    wanted,
  ])
  if (rowCount !== wanted.length) throw new Problem('not-found')
  return wanted
}

/** The audience's filters, each on the contact `c`. @throws Problem `not-found` for a segment that is not there */
export async function chosenConditions(
  client: Client,
  organizationId: number,
  { segments = [], condition }: Audience,
  lookUp: FieldLookUp,
): Promise<Sql[]> {
  const conditions = (await readSegments(client, organizationId, segments)).map((one) => one.condition)
  if (condition) conditions.push(await checkCondition(client, organizationId, condition))
  return conditions.map((one) => compileCondition(organizationId, one, lookUp))
}

/** Whoever fits one of them. Each is planned by itself, hence no OR: a small group is read by its key, whatever stands beside it. */
export function peopleWhere(organizationId: number, parts: readonly Sql[]): Sql {
  const selects = (parts.length === 0 ? [sql`false`] : parts).map(
    (part) => sql`SELECT c.id, c.phone_id, c.trashed_at IS NOT NULL AS trashed FROM contact c
      WHERE c.organization_id = ${organizationId} AND c.merged_into IS NULL AND ${part}`,
  )
  return join(selects, ' UNION ')
}

/** Rows (contact_id, address_id, trashed, again): people at their first number, and pasted numbers at theirs. */
export function candidates(organizationId: number, people: Sql, addressIds: readonly number[]): Sql {
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
