import type { ConversationView } from '@kurenda/contract'
import { inOrganization, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'

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
  /** When the resident should have an answer; null while nobody waits. */
  dueAt: Date | null
  snoozedUntil: Date | null
  broadcastId: number | null
  broadcastName: string | null
  queueId: number | null
  queueName: string | null
  /** User id. */
  assignee: string | null
  assigneeName: string | null
  version: number
}

/** One row, for the list and for the head of a thread. */
export const summaryColumns = `c.id, a.value AS "from", c.state, c.unread, c.last_text AS "lastText", c.last_at AS "lastAt",
  c.waiting_since AS "waitingSince", c.due_at AS "dueAt", c.snoozed_until AS "snoozedUntil", c.version,
  c.broadcast_id AS "broadcastId", c.queue_id AS "queueId", c.assignee,
  (SELECT b.name FROM broadcast b WHERE b.organization_id = c.organization_id AND b.id = c.broadcast_id) AS "broadcastName",
  (SELECT q.name FROM queue q WHERE q.organization_id = c.organization_id AND q.id = c.queue_id) AS "queueName",
  (SELECT u.name FROM "user" u WHERE u.id = c.assignee) AS "assigneeName",
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

export interface ConversationQuery {
  view?: ConversationView
  /** Of the view `queue`. */
  queue?: number | undefined
  /** Of the view `broadcast`. */
  broadcast?: number | undefined
  /** Whose `mine` and `mentioned` are. */
  userId?: string | undefined
  /** For `overdue`. */
  now?: Date
  cursor?: string | undefined
  limit?: number | undefined
}

interface View {
  /** `$5` is what it asks for. Worded as its index in migrations/0005_conversations.sql. */
  where: string
  value?: (query: ConversationQuery) => unknown
  /** What it is sorted by; the latest text first where nothing is said. */
  by?: 'due_at' | 'snoozed_until'
}

const open = `state <> 'closed' AND snoozed_until IS NULL`

const views: Record<ConversationView, View> = {
  all: { where: 'true' },
  waiting: { where: `state = 'waiting'` },
  answered: { where: `state = 'answered'` },
  closed: { where: `state = 'closed'` },
  mine: { where: `assignee = $5::text AND ${open}`, value: me },
  unassigned: { where: `assignee IS NULL AND state = 'waiting' AND snoozed_until IS NULL` },
  queue: { where: `queue_id = $5::bigint AND ${open}`, value: ({ queue }) => queue ?? 0 },
  overdue: { where: 'due_at < $5::timestamptz', value: ({ now }) => now ?? new Date(0), by: 'due_at' },
  snoozed: { where: 'snoozed_until IS NOT NULL', by: 'snoozed_until' },
  mentioned: {
    where: `id IN (SELECT m.conversation_id FROM conversation_mention m
      WHERE m.organization_id = $1 AND m.user_id = $5::text AND m.seen_at IS NULL)`,
    value: me,
  },
  broadcast: { where: 'broadcast_id = $5::bigint', value: ({ broadcast }) => broadcast ?? 0 },
}

function me({ userId }: ConversationQuery): string {
  if (userId === undefined) throw new Problem('staff-needed')
  return userId
}

/**
 * One of the inbox's lists, any page of it one range scan (api role). The latest text first; what is overdue or snoozed, in the
 * order of its time. A cursor that is none begins anew.
 * @throws Problem `staff-needed` for `mine` and `mentioned` without a user id
 */
export async function listConversations(
  api: Pool,
  organizationId: number,
  query: ConversationQuery = {},
): Promise<ConversationPage> {
  const limit = Math.min(Math.max(query.limit ?? 50, 1), 200)
  const { where, value, by } = views[query.view ?? 'all']
  const after = readCursor(query.cursor)
  const [column, direction, compare] = by ? [by, '', '>'] : ['last_at', 'DESC', '<']
  const values = [organizationId, after?.at ?? null, after?.id ?? null, limit + 1, ...(value ? [value(query)] : [])]
  const rows = await inOrganization(api, organizationId, async (client) => {
    const result = await client.query<ConversationSummary>(
      `SELECT ${summaryColumns} FROM (
         SELECT * FROM conversation WHERE organization_id = $1 AND ${where}
           AND ($2::timestamptz IS NULL OR (${column}, id) ${compare} ($2, $3::bigint))
         ORDER BY ${column} ${direction}, id ${direction} LIMIT $4) c
       JOIN address a ON a.organization_id = c.organization_id AND a.id = c.address_id
       ORDER BY c.${column} ${direction}, c.id ${direction}`,
      values,
    )
    return result.rows
  })
  const conversations = rows.slice(0, limit)
  const last = conversations.at(-1)
  if (!last || rows.length <= limit) return { conversations, nextCursor: null }
  const at = by === 'due_at' ? last.dueAt : by === 'snoozed_until' ? last.snoozedUntil : last.lastAt
  return { conversations, nextCursor: writeCursor(at ?? last.lastAt, last.id) }
}

/** Counts one list, up to `most`: no more of its index is read. */
export function countSql(organizationId: number, query: ConversationQuery, most: number) {
  const { where, value } = views[query.view ?? 'all']
  return {
    sql: `SELECT count(*)::int AS count FROM (SELECT FROM conversation WHERE organization_id = $1
      AND ${where.replaceAll('$5', '$3')} LIMIT $2) AS counted`,
    values: [organizationId, most, ...(value ? [value(query)] : [])],
  }
}

function writeCursor(at: Date, id: number): string {
  return Buffer.from(`${at.getTime()} ${id}`).toString('base64url')
}

function readCursor(cursor: string | undefined): { at: Date; id: number } | undefined {
  if (cursor === undefined) return undefined
  const [, ms, id] = /^(\d{1,15}) (\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  return ms === undefined || id === undefined ? undefined : { at: new Date(Number(ms)), id: Number(id) }
}
