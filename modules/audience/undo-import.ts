import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

/** An import that ran so long was cut off with its process. */
const lostMs = 60 * 60_000

export interface UndoneImport {
  /** Contacts that the import made and nobody changed since: in trash now, for 30 days. */
  trashed: number
  /** Memberships of the group that it made. */
  removed: number
  /** Contacts that it made and that stay: changed, noted of or in another group since. */
  kept: number
}

/**
 * Takes an import back. What it added to people who were known before stays with them.
 * @throws Problem `not-found`, `import-not-undoable` while it runs, where it was undone, or for a list of refusals
 */
export async function undoImport(client: Client, organizationId: number, id: number, now: Date): Promise<UndoneImport> {
  const { rows } = await client.query<{
    kind: string
    state: string
    started_at: Date
    group_id: number
    first: number | null
    last: number | null
  }>(
    `SELECT kind, state, started_at, group_id, first_contact_id AS first, last_contact_id AS last FROM contact_import
     WHERE organization_id = $1 AND id = $2 FOR UPDATE`,
    [organizationId, id],
  )
  const found = rows[0]
  if (!found) throw new Problem('not-found')
  const isRunning = found.state === 'running' && now.getTime() - found.started_at.getTime() < lostMs
  if (found.kind !== 'contacts' || found.state === 'undone' || isRunning) throw new Problem('import-not-undoable')
  const removed = await client.query(
    'DELETE FROM group_member WHERE organization_id = $1 AND group_id = $2 AND import_id = $3',
    [organizationId, found.group_id, id],
  )
  // Its contacts lie between two ids: no index of import_id to keep during every import.
  const made = [organizationId, id, found.first ?? 0, found.last ?? 0]
  const trashed = await client.query(
    `UPDATE contact c SET trashed_at = $5, version = version + 1, updated_at = $5
     WHERE c.organization_id = $1 AND c.import_id = $2 AND c.id BETWEEN $3 AND $4 AND c.version = 1 AND c.trashed_at IS NULL
       AND NOT EXISTS (SELECT FROM group_member m WHERE m.organization_id = $1 AND m.contact_id = c.id)
       AND NOT EXISTS (SELECT FROM contact_note n WHERE n.organization_id = $1 AND n.contact_id = c.id)`,
    [...made, now],
  )
  const kept = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM contact
     WHERE organization_id = $1 AND import_id = $2 AND id BETWEEN $3 AND $4 AND trashed_at IS NULL`,
    made,
  )
  await client.query(
    "UPDATE contact_import SET state = 'undone', ended_at = $3 WHERE organization_id = $1 AND id = $2",
    [organizationId, id, now],
  )
  return { trashed: trashed.rowCount ?? 0, removed: removed.rowCount ?? 0, kept: kept.rows[0]?.count ?? 0 }
}
