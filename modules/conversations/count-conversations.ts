import { mostCounted, type ConversationCounts } from '@kurenda/contract'
import type { Client } from '#platform/db'
import { countSql, type ConversationQuery } from './list-conversations.ts'

const counted = ['waiting', 'mine', 'unassigned', 'overdue', 'snoozed', 'mentioned'] as const

/** How many conversations each everyday list of the inbox has, up to `mostCounted` (api role). */
export async function countConversations(
  client: Client,
  organizationId: number,
  about: Required<Pick<ConversationQuery, 'userId' | 'now'>>,
): Promise<ConversationCounts> {
  const counts: ConversationCounts = { waiting: 0, mine: 0, unassigned: 0, overdue: 0, snoozed: 0, mentioned: 0 }
  for (const view of counted) {
    const { sql, values } = countSql(organizationId, { ...about, view }, mostCounted)
    const { rows } = await client.query<{ count: number }>(sql, values)
    counts[view] = rows[0]?.count ?? 0
  }
  return counts
}
