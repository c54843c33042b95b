import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

export interface Present {
  userId: string
  name: string
  doing: 'viewing' | 'typing'
  /** Believed no longer than this. */
  until: Date
}

/** A browser says it again every few seconds; one that is closed is soon forgotten. */
const presenceMs = 10_000

/**
 * Says that a member of staff looks at a conversation, types in it, or is gone; `changed` where that is new to the others (api
 * role). @throws Problem `not-found`
 */
export async function showPresence(
  client: Client,
  organizationId: number,
  conversationId: number,
  me: { userId: string; name: string; doing: 'viewing' | 'typing' | 'gone'; now: Date },
): Promise<{ changed: boolean; others: Present[] }> {
  const there = await client.query<{ doing: string | null }>(
    `SELECT p.doing FROM conversation c LEFT JOIN conversation_presence p ON p.organization_id = c.organization_id
       AND p.conversation_id = c.id AND p.user_id = $3 AND p.until > $4
     WHERE c.organization_id = $1 AND c.id = $2`,
    [organizationId, conversationId, me.userId, me.now],
  )
  if (!there.rows[0]) throw new Problem('not-found')
  const before = there.rows[0].doing ?? 'gone'
  if (me.doing === 'gone')
    await client.query(
      'DELETE FROM conversation_presence WHERE organization_id = $1 AND conversation_id = $2 AND user_id = $3',
      [organizationId, conversationId, me.userId],
    )
  else
    await client.query(
      `INSERT INTO conversation_presence (organization_id, conversation_id, user_id, name, doing, until)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (organization_id, conversation_id, user_id)
       DO UPDATE SET name = excluded.name, doing = excluded.doing, until = excluded.until`,
      [organizationId, conversationId, me.userId, me.name, me.doing, new Date(me.now.getTime() + presenceMs)],
    )
  const present = (await listPresent(client, organizationId, [conversationId], me.now)).get(conversationId) ?? []
  return { changed: before !== me.doing, others: present.filter(({ userId }) => userId !== me.userId) }
}

/** Who is there just now, by conversation (any role). */
export async function listPresent(
  client: Client,
  organizationId: number,
  conversationIds: readonly number[],
  now: Date,
): Promise<Map<number, Present[]>> {
  const { rows } = await client.query<Present & { conversation: number }>(
    `SELECT conversation_id AS conversation, user_id AS "userId", name, doing, until FROM conversation_presence
     WHERE organization_id = $1 AND conversation_id = ANY($2) AND until > $3 ORDER BY name, user_id`,
    [organizationId, conversationIds, now],
  )
  const present = new Map<number, Present[]>(conversationIds.map((id) => [id, []]))
  for (const { conversation, ...person } of rows) present.get(conversation)?.push(person)
  return present
}
