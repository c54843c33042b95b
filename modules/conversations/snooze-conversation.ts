import { ring, type Client, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { holdConversation } from './change-conversation.ts'

/**
 * Takes a conversation out of the everyday lists until an instant, or until the resident writes. When it is due does not change:
 * the list of what is overdue shows it all the same (api role).
 * @throws Problem `not-found`, `conversation-changed`, `conversation-closed`, `snooze-in-the-past`
 */
export async function snoozeConversation(
  client: Client,
  organizationId: number,
  id: number,
  { version, until, now }: { version: number; until: Date; now: Date },
): Promise<void> {
  if (until <= now) throw new Problem('snooze-in-the-past')
  const held = await holdConversation(client, organizationId, id, version)
  if (held.state === 'closed') throw new Problem('conversation-closed')
  await client.query(
    'UPDATE conversation SET snoozed_until = $3, version = version + 1 WHERE organization_id = $1 AND id = $2',
    [organizationId, id, until],
  )
}

/** Back into the lists before its time (api role). @throws Problem `not-found`, `conversation-changed` */
export async function wakeConversation(
  client: Client,
  organizationId: number,
  id: number,
  version: number,
): Promise<void> {
  await holdConversation(client, organizationId, id, version)
  await client.query(
    `UPDATE conversation SET snoozed_until = NULL, state = CASE WHEN state = 'closed' THEN state ELSE 'waiting' END, version = version + 1
     WHERE organization_id = $1 AND id = $2 AND snoozed_until IS NOT NULL`,
    [organizationId, id],
  )
}

/** In one tick of the worker. */
const mostAtOnce = 1_000

/**
 * The worker's tick (engine role): those whose instant has come stand among the waiting again, unread. Those who looked at a
 * conversation for the last time are forgotten. Returns how many woke. A conversation that somebody holds just now wakes at the next tick.
 */
export async function wakeSnoozed(engine: Pool, now: Date): Promise<number> {
  const { rows } = await engine.query<{ organizationId: number; id: number }>(
    `UPDATE conversation c SET snoozed_until = NULL, state = 'waiting', unread = greatest(unread, 1), version = version + 1
     FROM (SELECT organization_id, id FROM conversation WHERE snoozed_until <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED) AS due
     WHERE c.organization_id = due.organization_id AND c.id = due.id
     RETURNING c.organization_id AS "organizationId", c.id`,
    [now, mostAtOnce],
  )
  for (const { organizationId, id } of rows) ring(engine, 'news', `conversation ${organizationId} ${id}`)
  await engine.query('DELETE FROM conversation_presence WHERE until <= $1', [now])
  return rows.length
}
