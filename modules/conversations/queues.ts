import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { checkStaff } from './check-staff.ts'

export interface Queue {
  id: number
  name: string
  isDefault: boolean
  /** Who still works here. */
  members: { userId: string; name: string }[]
  /** Conversations that wait in it; counted up to 1,000. */
  waiting: number
}

export interface SavedQueue {
  name: string
  isDefault: boolean
  /** User ids. */
  members: readonly string[]
}

/** All queues of the organization, by name (api role). */
export async function listQueues(client: Client, organizationId: number): Promise<Queue[]> {
  const { rows } = await client.query<Queue>(
    `SELECT q.id, q.name, q.is_default AS "isDefault",
       (SELECT coalesce(jsonb_agg(jsonb_build_object('userId', u.id, 'name', u.name) ORDER BY u.name, u.id), '[]') FROM queue_member m
        JOIN membership ms ON ms.organization_id = $1 AND ms.user_id = m.user_id AND ms.deactivated_at IS NULL
        JOIN "user" u ON u.id = m.user_id WHERE m.organization_id = $1 AND m.queue_id = q.id) AS members,
       (SELECT count(*) FROM (SELECT FROM conversation c WHERE c.organization_id = $1 AND c.queue_id = q.id
          AND c.state = 'waiting' AND c.state <> 'closed' AND c.snoozed_until IS NULL LIMIT 1000) AS w) AS waiting
     FROM queue q WHERE q.organization_id = $1 ORDER BY q.name`,
    [organizationId],
  )
  return rows
}

/** Api role, in the caller's transaction. @throws Problem `queue-exists`, `staff-not-found` */
export async function createQueue(client: Client, organizationId: number, queue: SavedQueue): Promise<number> {
  await checkStaff(client, organizationId, queue.members)
  if (queue.isDefault) await dropDefault(client, organizationId)
  const { rows } = await client
    .query<{ id: number }>('INSERT INTO queue (organization_id, name, is_default) VALUES ($1, $2, $3) RETURNING id', [
      organizationId,
      queue.name,
      queue.isDefault,
    ])
    .catch(refuseTakenName(queue.name))
  const id = rows[0]?.id ?? 0
  await addMembers(client, organizationId, id, queue.members)
  return id
}

/** Its name, its members, whether it is the default (api role). @throws Problem `not-found`, `queue-exists`, `staff-not-found` */
export async function changeQueue(
  client: Client,
  organizationId: number,
  id: number,
  queue: SavedQueue,
): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM queue WHERE organization_id = $1 AND id = $2 FOR UPDATE', [
    organizationId,
    id,
  ])
  if (rowCount === 0) throw new Problem('not-found')
  await checkStaff(client, organizationId, queue.members)
  if (queue.isDefault) await dropDefault(client, organizationId)
  await client
    .query('UPDATE queue SET name = $3, is_default = $4 WHERE organization_id = $1 AND id = $2', [
      organizationId,
      id,
      queue.name,
      queue.isDefault,
    ])
    .catch(refuseTakenName(queue.name))
  await client.query('DELETE FROM queue_member WHERE organization_id = $1 AND queue_id = $2', [organizationId, id])
  await addMembers(client, organizationId, id, queue.members)
}

/** What lay in it lies in no queue (api role). @throws Problem `not-found` */
export async function deleteQueue(client: Client, organizationId: number, id: number): Promise<void> {
  const { rowCount } = await client.query('DELETE FROM queue WHERE organization_id = $1 AND id = $2', [
    organizationId,
    id,
  ])
  if (rowCount === 0) throw new Problem('not-found')
}

async function dropDefault(client: Client, organizationId: number): Promise<void> {
  await client.query('UPDATE queue SET is_default = false WHERE organization_id = $1 AND is_default', [organizationId])
}

async function addMembers(
  client: Client,
  organizationId: number,
  id: number,
  members: readonly string[],
): Promise<void> {
  await client.query(
    'INSERT INTO queue_member (organization_id, queue_id, user_id) SELECT DISTINCT $1::int, $2::bigint, u FROM unnest($3::text[]) AS u',
    [organizationId, id, members],
  )
}

function refuseTakenName(name: string): (error: unknown) => never {
  return (error) => {
    const taken =
      error instanceof Error && 'constraint' in error && error.constraint === 'queue_organization_id_name_key'
    throw taken ? new Problem('queue-exists', { name }) : error
  }
}
