import type { DraftContent } from '@kurenda/contract'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { toColumns } from './draft-content.ts'
import { takeTexts } from './take-texts.ts'

/**
 * Saves a draft over the version that was read (api role, inside `inOrganization`). Two people never overwrite each other
 * silently: whoever comes second is told who saved before. What was counted, asked or approved no longer holds. Saving the
 * same content again changes nothing. Returns the version.
 * @throws Problem not-found, broadcast-state, broadcast-of-list, draft-changed, and those of createDraft
 */
export async function saveDraft(
  client: Client,
  save: { organizationId: number; broadcastId: number; version: number; content: DraftContent; by: string; now: Date },
): Promise<number> {
  const { organizationId, broadcastId, by, now } = save
  const { content, question } = await takeTexts(client, organizationId, save.content)
  const { rows } = await client.query<{
    state: string
    version: number
    same: boolean
    list: boolean
    saved_by: string | null
  }>(
    `SELECT b.state, b.version, v.content = $3::jsonb AS same, b.audience ? 'list' AS list, v.saved_by
     FROM broadcast b LEFT JOIN broadcast_version v
       ON v.organization_id = b.organization_id AND v.broadcast_id = b.id AND v.version = b.version
     WHERE b.organization_id = $1 AND b.id = $2 FOR UPDATE OF b`,
    [organizationId, broadcastId, JSON.stringify(content)],
  )
  const draft = rows[0]
  if (!draft) throw new Problem('not-found')
  if (!['draft', 'review', 'approved'].includes(draft.state)) throw new Problem('broadcast-state')
  // Its people are nowhere but in the prepared broadcast.
  if (draft.list) throw new Problem('broadcast-of-list')
  if (draft.same) return draft.version
  if (draft.version !== save.version)
    throw new Problem('draft-changed', { by: draft.saved_by ?? '', version: draft.version })
  const columns = await toColumns(client, organizationId, content, question)
  const names = Object.keys(columns)
  const version = draft.version + 1
  await client.query(
    `UPDATE broadcast SET version = $3, prepared_version = NULL, state = 'draft', approved_by = NULL,
       ${names.map((name, i) => `${name} = $${i + 4}`).join(', ')}
     WHERE organization_id = $1 AND id = $2`,
    [organizationId, broadcastId, version, ...Object.values(columns)],
  )
  await client.query(
    `INSERT INTO broadcast_version (organization_id, broadcast_id, version, content, saved_by, saved_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [organizationId, broadcastId, version, JSON.stringify(content), by, now],
  )
  return version
}
