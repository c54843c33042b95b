import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { readTemplate, type StoredTemplate } from './read-template.ts'
import { isNameTaken, saveTexts, type Texts } from './save-texts.ts'

export interface NewVersion {
  /** The version that was read. */
  basedOn: number
  name?: string | undefined
  columns?: readonly string[] | undefined
  texts: Texts
  author: string | null
  at: Date
}

/**
 * Writes the next version; earlier ones stay (api role, in the caller's transaction).
 * @throws Problem `not-found`, `template-changed` where `basedOn` is not the latest, `template-archived`, `template-exists`, and
 * what is wrong with a text: see checkText
 */
export async function addVersion(
  client: Client,
  organizationId: number,
  id: number,
  next: NewVersion,
): Promise<StoredTemplate> {
  const { rows } = await client.query<{ version: number; archived: boolean }>(
    'SELECT version, archived_at IS NOT NULL AS archived FROM template WHERE organization_id = $1 AND id = $2 FOR UPDATE',
    [organizationId, id],
  )
  const found = rows[0]
  if (!found) throw new Problem('not-found')
  if (found.archived) throw new Problem('template-archived')
  if (found.version !== next.basedOn) throw new Problem('template-changed', { version: found.version })
  const stands = await readTemplate(client, organizationId, id)
  const columns = stands.kind === 'broadcast' ? (next.columns ?? stands.columns) : []
  const version = found.version + 1
  await saveTexts(client, organizationId, { id, kind: stands.kind, columns, version }, next.texts, next)
  await client
    .query('UPDATE template SET version = $3, name = $4, columns = $5 WHERE organization_id = $1 AND id = $2', [
      organizationId,
      id,
      version,
      next.name ?? stands.name,
      columns,
    ])
    .catch((error: unknown) => {
      throw isNameTaken(error) ? new Problem('template-exists', { name: next.name ?? '' }) : error
    })
  return readTemplate(client, organizationId, id)
}
