import { inOrganization, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { stateName, type StateName } from '#modules/messaging'
import { summaryColumns, type ConversationSummary } from './list-conversations.ts'

export interface ConversationEntry {
  id: number
  direction: 'in' | 'out'
  text: string
  at: Date
  /** Of the staff; null for the resident and for automatic answers. */
  author: string | null
  /** Of an outgoing text; null for an incoming one, and for a reply in the moment before it is queued. */
  messageState: StateName | null
}

export interface Conversation extends ConversationSummary {
  optedOut: boolean
  entries: ConversationEntry[]
}

/** The whole thread, oldest entry first (api role). @throws Problem `not-found` */
export async function readConversation(api: Pool, organizationId: number, id: number): Promise<Conversation> {
  return inOrganization(api, organizationId, async (client) => {
    const { rows } = await client.query<ConversationSummary & { optedOut: boolean }>(
      `SELECT ${summaryColumns}, EXISTS (SELECT FROM opt_out o WHERE o.organization_id = c.organization_id
         AND o.address_id = c.address_id) AS "optedOut"
       FROM conversation c JOIN address a ON a.organization_id = c.organization_id AND a.id = c.address_id
       WHERE c.organization_id = $1 AND c.id = $2`,
      [organizationId, id],
    )
    const head = rows[0]
    if (!head) throw new Problem('not-found')
    const entries = await client.query<Omit<ConversationEntry, 'messageState'> & { state: number | null }>(
      `SELECT e.id, e.direction, e.text, e.at, e.author, m.state FROM conversation_entry e
       LEFT JOIN message m ON m.organization_id = e.organization_id AND m.sent_on = e.sent_on AND m.id = e.message_id
       WHERE e.organization_id = $1 AND e.conversation_id = $2 ORDER BY e.id`,
      [organizationId, id],
    )
    return {
      ...head,
      entries: entries.rows.map(({ state, ...entry }) => ({
        ...entry,
        messageState: state === null ? null : stateName(state),
      })),
    }
  })
}
