import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import type { Author } from './create-draft.ts'

export interface ReviewStep {
  organizationId: number
  broadcastId: number
  by: Author
  comment?: string
  now: Date
}

/** From which states a verdict leads where. */
const moves = {
  asked: { from: ['draft'], to: 'review' },
  approved: { from: ['review'], to: 'approved' },
  returned: { from: ['review', 'approved'], to: 'draft' },
} as const

/**
 * A draft on its way to its yes (api role, inside `inOrganization`): a person asks for approval, a second one approves it or
 * returns it with a word. What is changed afterwards is a draft again (`saveDraft`).
 * @throws Problem not-found, broadcast-state, broadcast-not-prepared, own-approval
 */
export async function reviewBroadcast(client: Client, verdict: keyof typeof moves, step: ReviewStep): Promise<void> {
  const { organizationId, broadcastId, by } = step
  const { rows } = await client.query<{
    state: string
    version: number
    prepared_version: number | null
    author: string | null
  }>(
    'SELECT state, version, prepared_version, author FROM broadcast WHERE organization_id = $1 AND id = $2 FOR UPDATE',
    [organizationId, broadcastId],
  )
  const draft = rows[0]
  if (!draft) throw new Problem('not-found')
  const { from, to } = moves[verdict]
  if (!from.some((state) => state === draft.state)) throw new Problem('broadcast-state')
  // Nobody approves people and costs that were never counted.
  if (verdict !== 'returned' && draft.prepared_version !== draft.version) throw new Problem('broadcast-not-prepared')
  if (verdict === 'approved' && draft.author === by.id) throw new Problem('own-approval')
  await client.query(`UPDATE broadcast SET state = $3, approved_by = $4 WHERE organization_id = $1 AND id = $2`, [
    organizationId,
    broadcastId,
    to,
    verdict === 'approved' ? by.name : null,
  ])
  await client.query(
    `INSERT INTO broadcast_review (organization_id, broadcast_id, version, verdict, comment, by_name, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [organizationId, broadcastId, draft.version, verdict, step.comment ?? null, by.name, step.now],
  )
}
