import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

export interface Held {
  state: 'waiting' | 'answered' | 'closed'
  assignee: string | null
  version: number
}

/**
 * Holds the conversation until the end of the transaction (any role). Whoever saw another version of it is told so instead of
 * overwriting what they have not seen: a colleague's step, or a new text of the resident.
 * @throws Problem `not-found`, `conversation-changed`
 */
export async function holdConversation(
  client: Client,
  organizationId: number,
  id: number,
  seenVersion: number | undefined,
): Promise<Held> {
  const { rows } = await client.query<Held>(
    'SELECT state, assignee, version FROM conversation WHERE organization_id = $1 AND id = $2 FOR UPDATE',
    [organizationId, id],
  )
  const held = rows[0]
  if (!held) throw new Problem('not-found')
  if (seenVersion !== undefined && seenVersion !== held.version)
    throw new Problem('conversation-changed', { version: held.version })
  return held
}
