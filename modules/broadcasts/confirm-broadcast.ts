import { post, type Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { afterQuietHours } from './quiet-hours.ts'

export interface Confirmed {
  id: number
  state: 'scheduled'
  sendAt: Date
}

/**
 * The yes to a draft (api role, inside `inOrganization`). A scheduled time within the quiet hours moves to their end;
 * to send at once within them takes an explicit `send`. Emergencies pass.
 */
export async function confirmBroadcast(
  client: Client,
  request: { organizationId: number; broadcastId: number; quietHours?: 'hold' | 'send'; now: Date },
): Promise<Confirmed> {
  const { organizationId, broadcastId, now, quietHours } = request
  const { rows } = await client.query<{
    state: string
    priority: string
    send_at: Date | null
    recipients: number
    time_zone: string
    quiet_from: string
    quiet_until: string
  }>(
    `SELECT b.state, b.priority, b.send_at, b.recipients, o.time_zone, o.quiet_from::text, o.quiet_until::text
     FROM broadcast b JOIN organization o ON o.id = b.organization_id
     WHERE b.organization_id = $1 AND b.id = $2 FOR UPDATE OF b`,
    [organizationId, broadcastId],
  )
  const draft = rows[0]
  if (!draft) throw new Problem('not-found')
  if (draft.state !== 'draft') throw new Problem('broadcast-already-confirmed')
  if (draft.recipients === 0) throw new Problem('no-recipients')
  const asked = draft.send_at && draft.send_at > now ? draft.send_at : now
  const allowed = afterQuietHours(asked, {
    timeZone: draft.time_zone,
    from: draft.quiet_from,
    until: draft.quiet_until,
  })
  const isQuiet = allowed > asked && draft.priority !== 'emergency'
  if (isQuiet && asked === now && quietHours === undefined)
    throw new Problem('quiet-hours', { from: draft.quiet_from.slice(0, 5), until: draft.quiet_until.slice(0, 5) })
  const sendAt = isQuiet && quietHours !== 'send' ? allowed : asked
  await client.query(
    `UPDATE broadcast SET state = 'scheduled', send_at = $3, confirmed_at = $4 WHERE organization_id = $1 AND id = $2`,
    [organizationId, broadcastId, sendAt, now],
  )
  await post(client, organizationId, 'broadcast.due', { broadcastId })
  return { id: broadcastId, state: 'scheduled', sendAt }
}
