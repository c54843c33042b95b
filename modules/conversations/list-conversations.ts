import { inOrganization, type Pool } from '#platform/db'

export type ConversationState = 'waiting' | 'answered' | 'closed'

export interface ConversationSummary {
  id: number
  /** E.164, or the short code or name that wrote. */
  from: string
  /** Everyone who shares the number; empty for a number that belongs to nobody yet. */
  names: string[]
  groups: string[]
  state: ConversationState
  unread: number
  lastText: string
  lastAt: Date
  waitingSince: Date | null
  broadcastId: number | null
  broadcastName: string | null
}

/** One row, for the list and for the head of a thread. */
export const summaryColumns = `c.id, a.value AS "from", c.state, c.unread, c.last_text AS "lastText", c.last_at AS "lastAt",
  c.waiting_since AS "waitingSince", c.broadcast_id AS "broadcastId",
  (SELECT b.name FROM broadcast b WHERE b.organization_id = c.organization_id AND b.id = c.broadcast_id) AS "broadcastName",
  ARRAY(SELECT p.name FROM contact_address ca JOIN contact p ON p.organization_id = ca.organization_id AND p.id = ca.contact_id
    WHERE ca.organization_id = c.organization_id AND ca.address_id = c.address_id AND p.name IS NOT NULL ORDER BY p.id) AS names,
  ARRAY(SELECT DISTINCT g.name FROM contact_address ca
    JOIN group_member m ON m.organization_id = ca.organization_id AND m.contact_id = ca.contact_id
    JOIN contact_group g ON g.organization_id = m.organization_id AND g.id = m.group_id
    WHERE ca.organization_id = c.organization_id AND ca.address_id = c.address_id ORDER BY g.name) AS groups`

export interface ConversationPage {
  conversations: ConversationSummary[]
  /** Give it back for the next page; null on the last. */
  nextCursor: string | null
}

/** Conversations of the organization (api role), newest first. A cursor that is none begins at the newest. */
export async function listConversations(
  api: Pool,
  organizationId: number,
  options: { cursor?: string | undefined; limit?: number | undefined; state?: ConversationState | undefined } = {},
): Promise<ConversationPage> {
  const limit = Math.min(Math.max(options.limit ?? 50, 1), 200)
  const after = readCursor(options.cursor)
  const rows = await inOrganization(api, organizationId, async (client) => {
    const result = await client.query<ConversationSummary>(
      `SELECT ${summaryColumns} FROM (
         SELECT * FROM conversation WHERE organization_id = $1 AND ($2::timestamptz IS NULL OR (last_at, id) < ($2, $3::bigint))
           AND ($4::text IS NULL OR state = $4) ORDER BY last_at DESC, id DESC LIMIT $5) c
       JOIN address a ON a.organization_id = c.organization_id AND a.id = c.address_id ORDER BY c.last_at DESC, c.id DESC`,
      [organizationId, after?.at ?? null, after?.id ?? null, options.state ?? null, limit + 1],
    )
    return result.rows
  })
  const conversations = rows.slice(0, limit)
  const last = conversations.at(-1)
  return { conversations, nextCursor: last && rows.length > limit ? writeCursor(last) : null }
}

function writeCursor({ lastAt, id }: ConversationSummary): string {
  return Buffer.from(`${lastAt.getTime()} ${id}`).toString('base64url')
}

function readCursor(cursor: string | undefined): { at: Date; id: number } | undefined {
  if (cursor === undefined) return undefined
  const [, ms, id] = /^(\d{1,15}) (\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  return ms === undefined || id === undefined ? undefined : { at: new Date(Number(ms)), id: Number(id) }
}
