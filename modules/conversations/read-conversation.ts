import { inOrganization, type Client, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { stateName, type StateName } from '#modules/messaging'
import { summaryColumns, type ConversationSummary } from './list-conversations.ts'
import { listPresent, type Present } from './show-presence.ts'

export interface ConversationEntry {
  id: number
  /** A note is seen by staff only. */
  direction: 'in' | 'out' | 'note'
  text: string
  at: Date
  /** Of the staff; null for the resident and for automatic answers. */
  author: string | null
  /** Of an outgoing text; null for an incoming one, and for a reply in the moment before it is queued. */
  messageState: StateName | null
  /** Whom a note names. */
  mentions: { userId: string; name: string }[]
  attachments: { id: number; name: string; mediaType: string; bytes: number }[]
}

export interface Conversation extends ConversationSummary {
  optedOut: boolean
  /** Of the channel. */
  sender: string
  /** The number of ours that they wrote to. */
  ownNumber: string | null
  /** In 1/10000 of the currency. */
  pricePerPart: number
  currency: string
  /** Who of the staff looks at it or types just now. */
  present: Present[]
  entries: ConversationEntry[]
}

/** The whole thread, oldest entry first (api role). @throws Problem `not-found` */
export async function readConversation(
  api: Pool,
  organizationId: number,
  id: number,
  now: Date,
): Promise<Conversation> {
  const [found] = await readConversations(api, organizationId, [id], now)
  if (!found) throw new Problem('not-found')
  return found
}

/** Threads in the order of the ids; an id that is no conversation of the organization is left out (api role). */
export async function readConversations(
  api: Pool,
  organizationId: number,
  ids: readonly number[],
  now: Date,
): Promise<Conversation[]> {
  return inOrganization(api, organizationId, async (client) => {
    const { rows: heads } = await client.query<Omit<Conversation, 'present' | 'entries'>>(
      `SELECT ${summaryColumns}, EXISTS (SELECT FROM opt_out o WHERE o.organization_id = c.organization_id
         AND o.address_id = c.address_id) AS "optedOut",
         ch.sender, c.own_number AS "ownNumber", ch.price_per_part AS "pricePerPart", ch.currency
       FROM unnest($2::bigint[]) WITH ORDINALITY AS wanted(id, place)
       JOIN conversation c ON c.organization_id = $1 AND c.id = wanted.id
       JOIN address a ON a.organization_id = c.organization_id AND a.id = c.address_id
       JOIN channel ch ON ch.organization_id = c.organization_id AND ch.id = c.channel_id ORDER BY wanted.place`,
      [organizationId, ids],
    )
    const entries = await readEntries(client, organizationId, ids)
    const present = await listPresent(client, organizationId, ids, now)
    return heads.map((head) => ({ ...head, present: present.get(head.id) ?? [], entries: entries.get(head.id) ?? [] }))
  })
}

/** By conversation, the oldest first. */
async function readEntries(
  client: Client,
  organizationId: number,
  ids: readonly number[],
): Promise<Map<number, ConversationEntry[]>> {
  const { rows } = await client.query<
    Omit<ConversationEntry, 'messageState'> & { conversation: number; state: number | null }
  >(
    `SELECT e.conversation_id AS conversation, e.id, e.direction, e.text, e.at, e.author, m.state,
       CASE WHEN e.direction <> 'note' THEN '[]'::jsonb ELSE
         (SELECT coalesce(jsonb_agg(jsonb_build_object('userId', u.id, 'name', u.name) ORDER BY u.name), '[]')
          FROM conversation_mention n JOIN "user" u ON u.id = n.user_id
          WHERE n.organization_id = e.organization_id AND n.entry_id = e.id) END AS mentions,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'mediaType', f.media_type, 'bytes', f.bytes)
          ORDER BY f.id), '[]') FROM conversation_attachment f
        WHERE f.organization_id = e.organization_id AND f.entry_id = e.id) AS attachments
     FROM conversation_entry e
     LEFT JOIN message m ON m.organization_id = e.organization_id AND m.sent_on = e.sent_on AND m.id = e.message_id
     WHERE e.organization_id = $1 AND e.conversation_id = ANY($2) ORDER BY e.id`,
    [organizationId, ids],
  )
  const entries = new Map<number, ConversationEntry[]>(ids.map((id) => [id, []]))
  for (const { conversation, state, ...entry } of rows)
    entries.get(conversation)?.push({ ...entry, messageState: state === null ? null : stateName(state) })
  return entries
}
