import type { TemplateKind } from '@kurenda/contract'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { readTemplate, type StoredTemplate } from './read-template.ts'
import { isNameTaken, saveTexts, type Texts } from './save-texts.ts'

export interface NewTemplate {
  name: string
  kind: TemplateKind
  columns?: readonly string[]
  texts: Texts
  author: string | null
  at: Date
}

/**
 * Keeps a text for later use, as version 1 (api role, in the caller's transaction). `columns` count for the kind `broadcast` only.
 * @throws Problem `template-exists`, and what is wrong with a text: see checkText
 */
export async function createTemplate(
  client: Client,
  organizationId: number,
  made: NewTemplate,
): Promise<StoredTemplate> {
  const columns = made.kind === 'broadcast' ? (made.columns ?? []) : []
  const { rows } = await client
    .query<{ id: number }>(
      'INSERT INTO template (organization_id, name, kind, columns, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id',
      [organizationId, made.name, made.kind, columns, made.at],
    )
    .catch((error: unknown) => {
      throw isNameTaken(error) ? new Problem('template-exists', { name: made.name }) : error
    })
  const id = rows[0]?.id ?? 0
  await saveTexts(client, organizationId, { id, kind: made.kind, columns, version: 1 }, made.texts, made)
  return readTemplate(client, organizationId, id)
}
