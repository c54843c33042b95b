import type { ColumnUse } from '@kurenda/contract'
import { inOrganization, type Pool } from '#platform/db'
import { listContactFields } from './contact-fields.ts'
import { guessMapping, mapColumns } from './map-columns.ts'
import { readPeople } from './read-people.ts'
import { toE164 } from './to-e164.ts'

const previewRows = 100

export interface ImportPreview {
  columns: string[]
  mapping: ColumnUse[]
  rows: { line: number; values: string[]; problem: string | null }[]
}

/** What an import would make of the first 100 rows; nothing is written. @throws Problem as `importContacts` */
export async function previewImport(
  api: Pool,
  organizationId: number,
  request: {
    bytes: AsyncIterable<Uint8Array>
    phoneColumn?: string | undefined
    mapping?: readonly ColumnUse[] | undefined
  },
): Promise<ImportPreview> {
  const phoneAt = request.mapping?.findIndex((use) => use.as === 'phone')
  const file = await readPeople(request.bytes, {
    phoneColumn: request.phoneColumn,
    // A mapping without a phone is refused below.
    phoneAt: phoneAt === -1 ? 0 : phoneAt,
  })
  const mapping = [...(request.mapping ?? guessMapping(file.columns, file.phoneColumn))]
  const definitions = await inOrganization(api, organizationId, (client) => listContactFields(client, organizationId))
  const { read } = mapColumns(file.columns, mapping, definitions)
  const rows: ImportPreview['rows'] = []
  for await (const row of file.rows) {
    if ('reason' in row) rows.push({ line: row.line, values: [], problem: row.reason })
    else {
      const number = toE164(row.phone, { foreign: true, fixedLine: true })
      const told = read(row.values)
      const problem = 'refused' in number ? number.refused : 'fault' in told ? told.fault : null
      rows.push({ line: row.line, values: row.values, problem })
    }
    if (rows.length === previewRows) break
  }
  return { columns: file.columns, mapping, rows }
}
