import type { DraftContent } from '@kurenda/contract'
import { transaction, type Pool } from '#platform/db'
import { createDraft, type Author } from './create-draft.ts'
import { dropDraft, prepareDraft, type Prepared } from './prepare-broadcast.ts'

/** Makes a draft and counts it in one; what cannot be prepared leaves nothing behind. */
export async function composeBroadcast(
  engine: Pool,
  compose: { organizationId: number; content: DraftContent; by: Author | null; now: Date },
): Promise<Prepared> {
  const { organizationId } = compose
  const broadcastId = await transaction(engine, (client) => createDraft(client, compose))
  try {
    return await prepareDraft(engine, { organizationId, broadcastId })
  } catch (error) {
    await dropDraft(engine, organizationId, broadcastId).catch(() => {})
    throw error
  }
}
