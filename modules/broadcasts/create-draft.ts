import type { DraftContent } from '@kurenda/contract'
import type { Client } from '#platform/db'
import { toColumns } from './draft-content.ts'
import { takeTexts } from './take-texts.ts'

/** Who works on a broadcast. */
export interface Author {
  /** Shown to others. */
  name: string
  /** Tells two people apart: a second person approves. */
  id: string
}

export interface NewDraft {
  organizationId: number
  content: DraftContent
  by: Author | null
  now: Date
  series?: { id: number; at: Date }
}

/**
 * Keeps a new draft, version 1; nobody is counted yet. Returns its id.
 * @throws Problem channel-not-found, sender-invalid, sender-not-allowed, template-not-found, unit-not-found,
 * survey-not-open, survey-languages
 */
export async function createDraft(client: Pick<Client, 'query'>, draft: NewDraft): Promise<number> {
  const { organizationId, by, now, series } = draft
  const { content, question } = await takeTexts(client, organizationId, draft.content)
  const columns = {
    ...(await toColumns(client, organizationId, content, question)),
    created_by: by?.name ?? null,
    author: by?.id ?? null,
    series_id: series?.id ?? null,
    series_at: series?.at ?? null,
  }
  const names = Object.keys(columns)
  const { rows } = await client.query<{ id: number }>(
    `WITH made AS (
       INSERT INTO broadcast (organization_id, created_at, ${names.join(', ')})
       VALUES ($1, $2, ${names.map((_, i) => `$${i + 5}`).join(', ')}) RETURNING organization_id, id)
     INSERT INTO broadcast_version (organization_id, broadcast_id, version, content, saved_by, saved_at)
     SELECT organization_id, id, 1, $3, $4, $2 FROM made RETURNING broadcast_id AS id`,
    [organizationId, now, JSON.stringify(content), by?.name ?? null, ...Object.values(columns)],
  )
  const id = rows[0]?.id
  if (id === undefined) throw new Error('the draft was not made')
  return id
}
