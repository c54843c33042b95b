import { draftContent, type BroadcastState, type DraftContent } from '@kurenda/contract'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

export interface DraftVersion {
  version: number
  content: DraftContent
  savedBy: string | null
  savedAt: Date
}

export interface Review {
  verdict: 'asked' | 'approved' | 'returned'
  version: number
  comment: string | null
  by: string
  at: Date
}

export interface Draft extends DraftVersion {
  id: number
  state: BroadcastState
  /** Whether its recipients are counted as it stands. */
  prepared: boolean
  reviews: Review[]
}

/** How many versions are shown; all are kept. */
const mostVersions = 50

/** A broadcast as a person wrote it. @throws Problem not-found, also for a list that was sent along */
export async function readDraft(client: Client, organizationId: number, broadcastId: number): Promise<Draft> {
  const { rows } = await client.query<{ state: BroadcastState; version: number; prepared: boolean }>(
    `SELECT state, version, prepared_version IS NOT DISTINCT FROM version AS prepared FROM broadcast
     WHERE organization_id = $1 AND id = $2`,
    [organizationId, broadcastId],
  )
  const [latest] = await readVersions(client, organizationId, broadcastId, 1)
  const found = rows[0]
  if (!found || !latest) throw new Problem('not-found')
  const reviews = await client.query<Review>(
    `SELECT verdict, version, comment, by_name AS "by", at FROM broadcast_review
     WHERE organization_id = $1 AND broadcast_id = $2 ORDER BY id`,
    [organizationId, broadcastId],
  )
  return { ...latest, id: broadcastId, state: found.state, prepared: found.prepared, reviews: reviews.rows }
}

/** The latest first. */
export async function readVersions(
  client: Client,
  organizationId: number,
  broadcastId: number,
  most = mostVersions,
): Promise<DraftVersion[]> {
  const { rows } = await client.query<{ version: number; content: unknown; saved_by: string | null; saved_at: Date }>(
    `SELECT version, content, saved_by, saved_at FROM broadcast_version
     WHERE organization_id = $1 AND broadcast_id = $2 ORDER BY version DESC LIMIT $3`,
    [organizationId, broadcastId, most],
  )
  return rows.map((row) => ({
    version: row.version,
    content: draftContent.parse(row.content),
    savedBy: row.saved_by,
    savedAt: row.saved_at,
  }))
}
