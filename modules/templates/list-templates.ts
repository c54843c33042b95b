import type { TemplateKind } from '@kurenda/contract'
import type { Client } from '#platform/db'
import { templateColumns, type StoredTemplate } from './read-template.ts'

/** Templates of the organization, the newest first, after the id `before` where one is given (any role). */
export async function listTemplates(
  client: Client,
  organizationId: number,
  options: { kind?: TemplateKind | undefined; archived?: boolean; before?: number | undefined; limit: number },
): Promise<StoredTemplate[]> {
  const { rows } = await client.query<StoredTemplate>(
    `SELECT ${templateColumns} FROM template t
     WHERE t.organization_id = $1 AND (t.archived_at IS NOT NULL) = $2 AND ($3::text IS NULL OR t.kind = $3)
       AND ($4::bigint IS NULL OR t.id < $4)
     ORDER BY t.id DESC LIMIT $5`,
    [organizationId, options.archived ?? false, options.kind ?? null, options.before ?? null, options.limit],
  )
  return rows
}
