import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

/** A list that was read. */
export interface ImportRecord {
  id: number
  kind: 'contacts' | 'opt_outs'
  group: string | null
  state: 'running' | 'finished' | 'failed' | 'undone'
  imported: number
  duplicates: number
  rejected: number
  by: string | null
  startedAt: Date
  endedAt: Date | null
}

const columns = `id, kind, group_name AS "group", state, imported, duplicates, rejected, by,
  started_at AS "startedAt", ended_at AS "endedAt"`

/** Newest first. A cursor that is none begins at the newest. */
export async function listImports(
  client: Client,
  organizationId: number,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ imports: ImportRecord[]; next: string | null }> {
  const before = cursor !== undefined && /^\d{1,15}$/.test(cursor) ? Number(cursor) : Number.MAX_SAFE_INTEGER
  const { rows } = await client.query<ImportRecord>(
    `SELECT ${columns} FROM contact_import WHERE organization_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3`,
    [organizationId, before, limit + 1],
  )
  const imports = rows.slice(0, limit)
  return { imports, next: rows.length > limit ? String(imports.at(-1)?.id) : null }
}

/** @throws Problem `not-found` */
export async function readImport(client: Client, organizationId: number, id: number): Promise<ImportRecord> {
  const { rows } = await client.query<ImportRecord>(
    `SELECT ${columns} FROM contact_import WHERE organization_id = $1 AND id = $2`,
    [organizationId, id],
  )
  if (!rows[0]) throw new Problem('not-found')
  return rows[0]
}

/** The refused lines that were kept: the first 10,000, for 30 days. @throws Problem `not-found` */
export async function readRefused(
  client: Client,
  organizationId: number,
  id: number,
): Promise<{ columns: string[]; lines: { line: number; reason: string; values: string[] }[] }> {
  const { rows: found } = await client.query<{ columns: string[] }>(
    'SELECT columns FROM contact_import WHERE organization_id = $1 AND id = $2',
    [organizationId, id],
  )
  if (!found[0]) throw new Problem('not-found')
  const { rows: lines } = await client.query<{ line: number; reason: string; values: string[] }>(
    'SELECT line, reason, values FROM contact_import_line WHERE organization_id = $1 AND import_id = $2 ORDER BY line',
    [organizationId, id],
  )
  return { columns: found[0].columns, lines }
}
