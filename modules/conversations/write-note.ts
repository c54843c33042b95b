import type { Client } from '#platform/db'
import { holdConversation } from './change-conversation.ts'
import { checkStaff } from './check-staff.ts'

export interface Note {
  text: string
  author: string
  /** User id; null for a holder of an API key. */
  authorId: string | null
  /** User ids of those who shall hear of it. */
  mentions: readonly string[]
  at: Date
}

/**
 * Writes what only staff see between the texts (api role, in the caller's transaction). Returns the entry's id; whom it names
 * finds the conversation in the list `mentioned` until they have seen it. Nothing is overwritten, so no version is asked for.
 * @throws Problem `not-found`, `staff-not-found`
 */
export async function writeNote(
  client: Client,
  organizationId: number,
  conversationId: number,
  note: Note,
): Promise<number> {
  await holdConversation(client, organizationId, conversationId, undefined)
  const mentions = [...new Set(note.mentions)]
  await checkStaff(client, organizationId, mentions)
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO conversation_entry (organization_id, conversation_id, direction, text, at, author, author_id)
     VALUES ($1, $2, 'note', $3, $4, $5, $6) RETURNING id`,
    [organizationId, conversationId, note.text, note.at, note.author, note.authorId],
  )
  const entryId = rows[0]?.id ?? 0
  await client.query(
    `INSERT INTO conversation_mention (organization_id, user_id, entry_id, conversation_id)
     SELECT $1, u, $3, $4 FROM unnest($2::text[]) AS u`,
    [organizationId, mentions, entryId, conversationId],
  )
  return entryId
}

/** Of an entry: where it stands and whom it names, for the news (any role). */
export async function findMentions(
  client: Client,
  organizationId: number,
  entryId: number,
): Promise<{ conversation: number; users: string[] } | undefined> {
  const { rows } = await client.query<{ conversation: number; users: string[] }>(
    `SELECT conversation_id AS conversation, array_agg(user_id ORDER BY user_id) AS users FROM conversation_mention
     WHERE organization_id = $1 AND entry_id = $2 GROUP BY conversation_id`,
    [organizationId, entryId],
  )
  return rows[0]
}
