import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import type { About } from './asking.ts'
import { aboutColumns } from './load-askings.ts'

export interface StoredDialogue extends About {
  definition: Record<string, unknown>
  /** What it was compiled from. */
  source: unknown
  savedBy: string
  savedAt: Date
  createdAt: Date
}

const columns = `${aboutColumns.replace(/(^|, )(?=\w)/g, '$1d.')}, d.created_at AS "createdAt"`

/** A dialogue at its latest version, or at another. @throws Problem not-found */
export async function readDialogue(
  client: Pick<Client, 'query'>,
  organizationId: number,
  id: number,
  kind: About['kind'],
  version?: number,
): Promise<StoredDialogue> {
  const { rows } = await client.query<StoredDialogue>(
    `SELECT ${columns}, v.definition, v.source, v.saved_by AS "savedBy", v.saved_at AS "savedAt"
     FROM dialogue d JOIN dialogue_version v ON v.organization_id = d.organization_id AND v.dialogue_id = d.id
       AND v.version = coalesce($4, d.version)
     WHERE d.organization_id = $1 AND d.id = $2 AND d.kind = $3`,
    [organizationId, id, kind, version ?? null],
  )
  if (!rows[0]) throw new Problem('not-found')
  return rows[0]
}

/** The newest first; `before` is the id of the last one of the page before. `name`: what it holds, without case and diacritics. */
export async function listDialogues(
  client: Pick<Client, 'query'>,
  organizationId: number,
  page: { kind: About['kind']; state?: string | undefined; name?: string; before?: number | undefined; limit: number },
): Promise<StoredDialogue[]> {
  const { rows } = await client.query<StoredDialogue>(
    `SELECT ${columns}, v.definition, v.source, v.saved_by AS "savedBy", v.saved_at AS "savedAt"
     FROM dialogue d JOIN dialogue_version v ON v.organization_id = d.organization_id AND v.dialogue_id = d.id AND v.version = d.version
     WHERE d.organization_id = $1 AND d.kind = $2 AND ($3::text IS NULL OR d.state = $3) AND ($4::bigint IS NULL OR d.id < $4)
       AND ($6 = '' OR strpos(search_fold(d.name), search_fold($6)) > 0)
     ORDER BY d.id DESC LIMIT $5`,
    [organizationId, page.kind, page.state ?? null, page.before ?? null, page.limit, page.name?.trim() ?? ''],
  )
  return rows
}
