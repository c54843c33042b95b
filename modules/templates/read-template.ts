import type { TemplateKind, TextLanguage } from '@kurenda/contract'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

export interface StoredTemplate {
  id: number
  name: string
  kind: TemplateKind
  /** Of the lists that it is meant for; only of the kind `broadcast`. */
  columns: string[]
  /** The version that the texts are of. */
  version: number
  texts: Partial<Record<TextLanguage, string>>
  createdAt: Date
  archivedAt: Date | null
}

/** Of the template `t` with the texts of `t.version`. */
export const templateColumns = `t.id, t.name, t.kind, t.columns, t.version, t.created_at AS "createdAt", t.archived_at AS "archivedAt",
  (SELECT coalesce(jsonb_object_agg(x.language, x.text), '{}') FROM template_text x
   WHERE x.organization_id = t.organization_id AND x.template_id = t.id AND x.version = t.version) AS texts`

/**
 * A template as it stands, or as an earlier version was (any role). An archived one can still be read: what was sent stays
 * explained.
 * @throws Problem `not-found`
 */
export async function readTemplate(
  client: Pick<Client, 'query'>,
  organizationId: number,
  id: number,
  version?: number,
): Promise<StoredTemplate> {
  const { rows } = await client.query<StoredTemplate>(
    `SELECT ${templateColumns} FROM (
       SELECT t.organization_id, t.id, t.name, t.kind, t.columns, v.version, t.created_at, t.archived_at FROM template t
       JOIN template_version v ON v.organization_id = t.organization_id AND v.template_id = t.id
         AND v.version = coalesce($3::int, t.version)
       WHERE t.organization_id = $1 AND t.id = $2) t`,
    [organizationId, id, version ?? null],
  )
  if (!rows[0]) throw new Problem('not-found')
  return rows[0]
}

/** Those of the templates that exist, by id, as they stand (any role). */
export async function readTemplates(
  client: Client,
  organizationId: number,
  ids: readonly number[],
): Promise<Map<number, StoredTemplate>> {
  if (ids.length === 0) return new Map()
  const { rows } = await client.query<StoredTemplate>(
    `SELECT ${templateColumns} FROM template t WHERE t.organization_id = $1 AND t.id = ANY($2)`,
    [organizationId, ids],
  )
  return new Map(rows.map((row) => [row.id, row]))
}
