import type { ColumnUse } from '@kurenda/contract'
import { copyInto, transaction, type Client, type Pool } from '#platform/db'
import { addPeople, type Arrival } from './add-people.ts'
import { listContactFields } from './contact-fields.ts'
import { guessMapping, mapColumns } from './map-columns.ts'
import { readPeople, type Rejection } from './read-people.ts'
import { toE164 } from './to-e164.ts'

export interface ImportRequest {
  organizationId: number
  /** Name of the group; made where there is none. */
  group: string
  /** CSV or XLSX. */
  bytes: AsyncIterable<Uint8Array>
  phoneColumn?: string | undefined
  /** A use for each column, in order; told by the names of the columns where absent. */
  mapping?: readonly ColumnUse[] | undefined
  /** Who brought the list. */
  by?: string | null
  onProgress?: (rows: number) => void
}

export interface ImportResult {
  /** For the report of rejected lines and the undo. */
  import: number
  group: { id: number; name: string }
  imported: number
  /** Numbers that were in the list before, or in the group already. */
  duplicates: number
  rejected: Rejection[]
  rejectedCount: number
}

const batchRows = 2_000
/** Reasons kept in the answer; all are counted. */
export const mostRejections = 10_000

/**
 * Reads a list into a group: new contacts for new numbers; a number that the group has is counted as a duplicate. What a list
 * that breaks off had brought stays, as an import that failed and can be undone.
 * @throws Problem where the file as a whole is of no use, or `mapping-invalid`
 */
export async function importContacts(engine: Pool, request: ImportRequest): Promise<ImportResult> {
  const { organizationId, mapping } = request
  const phoneAt = mapping?.findIndex((use) => use.as === 'phone')
  const file = await readPeople(request.bytes, {
    phoneColumn: request.phoneColumn,
    // A mapping without a phone is refused below.
    phoneAt: phoneAt === -1 ? 0 : phoneAt,
  })
  const { columns } = file
  const definitions = await transaction(engine, (client) => listContactFields(client, organizationId))
  const { read } = mapColumns(columns, mapping ?? guessMapping(columns, file.phoneColumn), definitions)
  const group = await findOrCreateGroup(engine, organizationId, request.group)
  const id = await beginImport(engine, { organizationId, group, columns, by: request.by ?? null })
  const result: ImportResult = { import: id, group, imported: 0, duplicates: 0, rejected: [], rejectedCount: 0 }
  const refused: { line: number; reason: string; values: readonly string[] }[] = []
  const reject = (line: number, reason: string, values: readonly string[]) => {
    result.rejectedCount++
    if (refused.length < mostRejections) refused.push({ line, reason, values })
  }
  let batch = new Map<string, Arrival>()
  let writing = Promise.resolve()
  const write = async (people: ReadonlyMap<string, Arrival>) => {
    const added = await transaction(engine, async (client) => {
      const count = await addPeople(client, { organizationId, groupId: group.id, importId: id }, people)
      // Whoever waits is told how far it is.
      await client.query(
        'UPDATE contact_import SET imported = $3, duplicates = $4, rejected = $5 WHERE organization_id = $1 AND id = $2',
        [organizationId, id, result.imported + count, result.duplicates + people.size - count, result.rejectedCount],
      )
      return count
    })
    result.imported += added
    result.duplicates += people.size - added
    request.onProgress?.(result.imported + result.duplicates)
  }
  /** Hands the batch over; the next one is read while this one is written. */
  const flush = async () => {
    const people = batch
    batch = new Map()
    await writing
    writing = write(people)
    // It is told by the next wait.
    writing.catch(() => {})
  }
  try {
    for await (const row of file.rows) {
      if ('reason' in row) {
        reject(row.line, row.reason, [])
        continue
      }
      const number = toE164(row.phone, { foreign: true, fixedLine: true })
      if ('refused' in number) reject(row.line, number.refused, row.values)
      else if (batch.has(number.e164)) result.duplicates++
      else {
        const told = read(row.values)
        if ('fault' in told) reject(row.line, told.fault, row.values)
        else batch.set(number.e164, told)
      }
      if (batch.size >= batchRows) await flush()
    }
    await flush()
    await writing
  } catch (error) {
    await writing.catch(() => {})
    await endImport(engine, organizationId, result, 'failed', refused).catch(() => {})
    throw error
  }
  await endImport(engine, organizationId, result, 'finished', refused)
  result.rejected = refused.map(({ line, reason }) => ({ line, reason }))
  return result
}

async function findOrCreateGroup(
  engine: Pool,
  organizationId: number,
  name: string,
): Promise<{ id: number; name: string }> {
  const { rows } = await engine.query<{ id: number; name: string }>(
    `INSERT INTO contact_group (organization_id, name) VALUES ($1, $2)
     ON CONFLICT (organization_id, name) DO UPDATE SET name = excluded.name RETURNING id, name`,
    [organizationId, name.trim()],
  )
  const group = rows[0]
  if (!group) throw new Error('the group was not made')
  return group
}

async function beginImport(
  engine: Pool,
  about: {
    organizationId: number
    group: { id: number; name: string }
    columns: readonly string[]
    by: string | null
  },
): Promise<number> {
  const { rows } = await engine.query<{ id: number }>(
    `INSERT INTO contact_import (organization_id, group_id, group_name, columns, by) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
    [about.organizationId, about.group.id, about.group.name, about.columns, about.by],
  )
  return rows[0]?.id ?? 0
}

async function endImport(
  engine: Pool,
  organizationId: number,
  result: ImportResult,
  state: 'finished' | 'failed',
  refused: readonly { line: number; reason: string; values: readonly string[] }[],
): Promise<void> {
  await transaction(engine, async (client) => {
    await keepRefused(client, organizationId, result.import, refused)
    await client.query(
      `UPDATE contact_import SET state = $3, imported = $4, duplicates = $5, rejected = $6, ended_at = now()
       WHERE organization_id = $1 AND id = $2`,
      [organizationId, result.import, state, result.imported, result.duplicates, result.rejectedCount],
    )
  })
}

/** For the report of rejected lines. */
export async function keepRefused(
  client: Client,
  organizationId: number,
  importId: number,
  refused: readonly { line: number; reason: string; values: readonly string[] }[],
): Promise<void> {
  if (refused.length === 0) return
  await copyInto(
    client,
    'contact_import_line',
    ['organization_id', 'import_id', 'line', 'reason', 'values'],
    refused.map(({ line, reason, values }) => [organizationId, importId, line, reason, values]),
  )
}
