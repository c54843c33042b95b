import type { DraftContent } from '@kurenda/contract'
import { columnKey } from '@kurenda/sms-text'
import sql, { type Sql } from 'sql-template-tag'
import { countAudience, resolveAudience, toE164 } from '#modules/audience'
import { transaction, type Pool } from '#platform/db'
import type { Candidate } from './add-recipients.ts'
import { splitNumbers } from './draft-content.ts'

/** Those who may get it, with the columns of what is known of them. */
export interface People {
  columns: string[]
  rows: AsyncIterable<Candidate> | Iterable<Candidate>
  /** How many of the chosen are not among them, by reason. */
  leftOut?: Record<string, number>
}

/** Everyone has it, so that a text can always name it. */
const phoneColumn = 'telefon'
const nameColumn = 'imię i nazwisko'
const atOnce = 2_000

/**
 * The people of an audience as it stands now, each person and each number once. Read as they are needed: a town of a million
 * takes no more memory than a village. @throws Problem not-found where a group or segment is not there (any more)
 */
export async function openAudience(
  engine: Pool,
  organizationId: number,
  { groups = [], segments = [], numbers = '' }: Partial<DraftContent['audience']>,
): Promise<People> {
  const pasted = splitNumbers(numbers)
  const audience = { groups, segments, numbers: pasted }
  // A transaction of its own: it makes the address rows of pasted numbers, which others must not wait for.
  const { resolved, counted } = await transaction(engine, async (client) => ({
    counted: await countAudience(client, organizationId, audience),
    resolved: await resolveAudience(client, organizationId, audience),
  }))
  const { rows } = await engine.query<{ name: string }>(
    sql`SELECT DISTINCT jsonb_object_keys(c.fields) AS name FROM (${resolved.recipients}) AS r
      JOIN contact c ON c.organization_id = ${organizationId} AND c.id = r.contact_id ORDER BY 1`,
  )
  const columns = [phoneColumn, nameColumn]
  const seen = new Set(columns.map(columnKey))
  for (const { name } of rows) {
    if (seen.has(columnKey(name))) continue
    seen.add(columnKey(name))
    columns.push(name)
  }
  const { optedOut, noPhone, trashed, duplicateNumber } = counted.excluded
  const leftOut = {
    'opted-out': optedOut,
    'no-phone': noPhone,
    'in-trash': trashed,
    duplicate: duplicateNumber + countRepeated(pasted),
  }
  return {
    columns,
    rows: candidates(engine, organizationId, resolved.recipients, columns, resolved.refused),
    leftOut: Object.fromEntries(Object.entries(leftOut).filter(([, count]) => count > 0)),
  }
}

/** Numbers that were pasted more than once, however they are written. */
function countRepeated(pasted: readonly string[]): number {
  const valid = pasted.flatMap((number) => {
    const read = toE164(number, { foreign: true, fixedLine: true })
    return 'e164' in read ? read.e164 : []
  })
  return valid.length - new Set(valid).size
}

async function* candidates(
  engine: Pool,
  organizationId: number,
  recipients: Sql,
  columns: readonly string[],
  refused: readonly Candidate[],
): AsyncGenerator<Candidate> {
  yield* refused
  const keys = columns.map(columnKey)
  const client = await engine.connect()
  try {
    await client.query('BEGIN')
    await client.query(
      sql`DECLARE people NO SCROLL CURSOR FOR SELECT r.to_value, c.name, c.fields, c.language FROM (${recipients}) AS r
        LEFT JOIN contact c ON c.organization_id = ${organizationId} AND c.id = r.contact_id`,
    )
    let line = 0
    for (;;) {
      const { rows } = await client.query<{
        to_value: string
        name: string | null
        fields: Record<string, string> | null
        language: string | null
      }>(`FETCH ${atOnce} FROM people`)
      for (const { to_value: phone, name, fields, language } of rows) {
        const byKey = new Map(Object.entries(fields ?? {}).map(([column, text]) => [columnKey(column), String(text)]))
        byKey.set(columnKey(phoneColumn), phone)
        byKey.set(columnKey(nameColumn), name ?? '')
        yield { line: ++line, phone, language, values: keys.map((key) => byKey.get(key) ?? '') }
      }
      if (rows.length < atOnce) break
    }
  } finally {
    // Only read: nothing to keep, and whoever stopped early leaves no transaction open.
    await client.query('ROLLBACK').catch(() => {})
    client.release()
  }
}
