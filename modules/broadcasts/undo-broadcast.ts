import { post, type Client } from '#platform/db'
import { Problem } from '#platform/errors'

/**
 * Takes a yes back before anything went out: it is a draft again, approved if it was (api role, inside `inOrganization`).
 * Works for whatever waits for its time, not only in the undo window.
 * @throws Problem not-found, too-late-to-undo
 */
export async function undoBroadcast(client: Client, organizationId: number, broadcastId: number): Promise<void> {
  const { rowCount } = await client.query(
    `UPDATE broadcast SET state = CASE WHEN approved_by IS NULL THEN 'draft' ELSE 'approved' END,
       confirmed_at = NULL, undo_until = NULL,
       send_at = CASE WHEN undo_until IS NULL THEN send_at END
     WHERE organization_id = $1 AND id = $2 AND state = 'scheduled' AND expanded = 0`,
    [organizationId, broadcastId],
  )
  if (rowCount === 1) return
  await refuse(client, organizationId, broadcastId)
}

/** Ends the undo window early. @throws Problem not-found, too-late-to-undo */
export async function sendNow(client: Client, organizationId: number, broadcastId: number, now: Date): Promise<void> {
  const { rowCount } = await client.query(
    `UPDATE broadcast SET send_at = $3, undo_until = NULL
     WHERE organization_id = $1 AND id = $2 AND state = 'scheduled' AND undo_until IS NOT NULL`,
    [organizationId, broadcastId, now],
  )
  if (rowCount === 0) await refuse(client, organizationId, broadcastId)
  await post(client, organizationId, 'broadcast.due', { broadcastId })
}

async function refuse(client: Client, organizationId: number, broadcastId: number): Promise<never> {
  const { rowCount } = await client.query('SELECT FROM broadcast WHERE organization_id = $1 AND id = $2', [
    organizationId,
    broadcastId,
  ])
  throw new Problem(rowCount === 0 ? 'not-found' : 'too-late-to-undo')
}
