import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

const moves = {
  open: { from: ['draft', 'closed'], to: 'open' },
  close: { from: ['open'], to: 'closed' },
} as const

/**
 * Opens a dialogue to answers, or closes it: what comes after `now` gets a kind word and does not count (any role, in the caller's
 * transaction). Sessions that still go on are ended by the worker. @throws Problem not-found, dialogue-state
 */
export async function moveDialogue(
  client: Client,
  organizationId: number,
  id: number,
  move: keyof typeof moves,
  now: Date,
): Promise<void> {
  const { rows } = await client.query<{ state: string; closes_at: Date | null }>(
    'SELECT state, closes_at FROM dialogue WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE',
    [organizationId, id],
  )
  const found = rows[0]
  if (!found) throw new Problem('not-found')
  const { from, to } = moves[move]
  const isOver = move === 'open' && found.closes_at !== null && found.closes_at <= now
  if (isOver || !from.some((state) => state === found.state)) throw new Problem('dialogue-state')
  await client.query('UPDATE dialogue SET state = $3, closed_at = $4 WHERE organization_id = $1 AND id = $2', [
    organizationId,
    id,
    to,
    move === 'close' ? now : null,
  ])
}
