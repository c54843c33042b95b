import type { Condition, ContactLanguage } from '@kurenda/contract'
import sql, { join, type Sql } from 'sql-template-tag'
import type { Client } from '#platform/db'
import { compileCondition, type FieldLookUp } from './compile-condition.ts'
import { readContacts, type Contact } from './contact-rows.ts'
import { readSegments } from './segments.ts'

/** Which contacts of the organization; what is left out does not matter. */
export interface ContactFilter {
  /** A piece of a name, number or e-mail address, with or without Polish letters; several words must all be there. */
  search?: string | undefined
  group?: number | undefined
  segment?: number | undefined
  /** A filter that is not saved. */
  condition?: Condition | undefined
  language?: ContactLanguage | undefined
  /** Those who refused at any of their addresses, or those who did not. */
  optedOut?: boolean | undefined
  /** Only these. */
  only?: readonly number[] | undefined
  /** Those in trash instead of those who are not. */
  trash?: boolean | undefined
}

/**
 * How many of the newest contacts are looked through one by one before an index is asked. What many have ("ska", a large
 * group) fills a page from them in a few ms; what they do not fill is rare, and there an index is quick: at 1,000,000
 * contacts the index alone took 700 ms for "ska".
 */
const windowRows = 20_000
/** A group or segment of so many is looked through one by one. */
const fewRows = 5_000

/**
 * A page of contacts, newest first (api role, in the organization).
 * @param options.cursor `next` of the page before; one that is none begins at the newest
 * @throws Problem `not-found` for a segment that there is not
 */
export async function listContacts(
  client: Client,
  organizationId: number,
  options: ContactFilter & { cursor?: string | undefined; limit: number },
): Promise<{ contacts: Contact[]; next: string | null }> {
  const conditions = await filterBy(client, organizationId, options)
  const before = readCursor(options.cursor)
  const wanted = options.limit + 1
  const ids =
    (await findAmongNewest(client, organizationId, conditions('by-operator'), before, wanted)) ??
    (await findAmongFew(client, organizationId, options, before, wanted)) ??
    (await findAmongAll(client, organizationId, conditions('by-function'), before, wanted))
  const shown = ids.slice(0, options.limit)
  const last = shown.at(-1)
  return {
    contacts: await readContacts(client, organizationId, shown),
    next: last !== undefined && ids.length > options.limit ? String(last) : null,
  }
}

/** So many numbers are told at once. */
const mostIds = 10_000

/** The numbers of the contacts that fit, the newest first, at most 10,000; `more` where there are others. */
export async function listContactIds(
  client: Client,
  organizationId: number,
  filter: ContactFilter,
): Promise<{ ids: number[]; more: boolean }> {
  const conditions = (await filterBy(client, organizationId, filter))('by-function')
  const ids = await findAmongAll(client, organizationId, conditions, Number.MAX_SAFE_INTEGER, mostIds + 1)
  return { ids: ids.slice(0, mostIds), more: ids.length > mostIds }
}

const exportBatch = 1_000

/** The next thousand of the contacts that fit, newest first, below the id `before`; none at the end (for an export). */
export async function nextContacts(
  client: Client,
  organizationId: number,
  filter: ContactFilter,
  before = Number.MAX_SAFE_INTEGER,
): Promise<Contact[]> {
  const conditions = (await filterBy(client, organizationId, filter))('by-function')
  return readContacts(
    client,
    organizationId,
    await findAmongAll(client, organizationId, conditions, before, exportBatch),
  )
}

async function filterBy(
  client: Client,
  organizationId: number,
  { search, group, segment, condition, language, optedOut, only, trash }: ContactFilter,
): Promise<(lookUp: FieldLookUp) => Sql> {
  const saved = segment === undefined ? [] : await readSegments(client, organizationId, [segment])
  const asked: Condition[] = saved.map((one) => one.condition)
  if (group !== undefined) asked.push({ is: 'in_group', group })
  if (condition) asked.push(condition)
  if (language) asked.push({ is: 'language', language })
  if (optedOut !== undefined) asked.push({ is: optedOut ? 'opted_out' : 'not_opted_out' })
  return (lookUp) =>
    join(
      [
        trash ? sql`c.trashed_at IS NOT NULL AND c.merged_into IS NULL` : sql`c.trashed_at IS NULL`,
        ...(only ? [sql`c.id = ANY(${[...only]})`] : []),
        ...(search ? [matches(search, trash ? 'by-operator' : lookUp)] : []),
        ...asked.map((condition) => compileCondition(organizationId, condition, lookUp)),
      ],
      ' AND ',
    )
}

function matches(search: string, lookUp: FieldLookUp): Sql {
  return lookUp === 'by-function'
    ? sql`c.id IN (SELECT contacts_matching(${search}))`
    : sql`c.search LIKE ALL (search_patterns(${search}))`
}

/** Undefined where the newest do not fill the page and there are older ones. */
async function findAmongNewest(
  client: Client,
  organizationId: number,
  conditions: Sql,
  before: number,
  wanted: number,
): Promise<number[] | undefined> {
  const newest = sql`SELECT * FROM contact WHERE organization_id = ${organizationId} AND id < ${before}
    ORDER BY id DESC LIMIT ${windowRows}`
  const { rows } = await client.query<{ id: number }>(
    sql`SELECT c.id FROM (${newest}) AS c WHERE ${conditions} ORDER BY c.id DESC LIMIT ${wanted}`,
  )
  if (rows.length === wanted) return rows.map((row) => row.id)
  const { rows: counted } = await client.query<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM (SELECT FROM contact WHERE organization_id = ${organizationId} AND id < ${before} LIMIT ${windowRows}) AS c`,
  )
  return (counted[0]?.count ?? 0) < windowRows ? rows.map((row) => row.id) : undefined
}

/**
 * A word that many have within a small group or segment: undefined where nothing is typed, or where more than a few are in it. By
 * the index of words, "kow" in a group of 1,000 took 430 ms: it finds 150,000 first.
 */
async function findAmongFew(
  client: Client,
  organizationId: number,
  filter: ContactFilter,
  before: number,
  wanted: number,
): Promise<number[] | undefined> {
  if (!filter.search || (filter.group === undefined && filter.segment === undefined)) return undefined
  const conditions = await filterBy(client, organizationId, { ...filter, search: undefined })
  const { rows: few } = await client.query<{ id: number }>(
    sql`SELECT c.id FROM contact c WHERE c.organization_id = ${organizationId} AND ${conditions('by-function')} LIMIT ${fewRows + 1}`,
  )
  if (few.length > fewRows) return undefined
  const { rows } = await client.query<{ id: number }>(
    sql`SELECT c.id FROM contact c WHERE c.organization_id = ${organizationId} AND c.id = ANY(${few.map(({ id }) => id)})
      AND c.id < ${before} AND ${matches(filter.search, 'by-operator')} ORDER BY c.id DESC LIMIT ${wanted}`,
  )
  return rows.map((row) => row.id)
}

async function findAmongAll(
  client: Client,
  organizationId: number,
  conditions: Sql,
  before: number,
  wanted: number,
): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(
    sql`SELECT c.id FROM contact c WHERE c.organization_id = ${organizationId} AND c.id < ${before} AND ${conditions}
      ORDER BY c.id DESC LIMIT ${wanted}`,
  )
  return rows.map((row) => row.id)
}

function readCursor(cursor: string | undefined): number {
  return cursor !== undefined && /^\d{1,15}$/.test(cursor) ? Number(cursor) : Number.MAX_SAFE_INTEGER
}
