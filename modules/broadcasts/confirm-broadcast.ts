import { afterQuietHours } from '#modules/messaging'
import { post, type Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { spend } from './budgets.ts'
import { formatAmount } from './prepare-broadcast.ts'

export interface ConfirmRequest {
  organizationId: number
  broadcastId: number
  now: Date
  quietHours?: 'hold' | 'send'
  /** What the sender saw. */
  expected?: { recipients: number; parts: number }
  /** An immediate one waits for so long, to be taken back: the console's 60 s, 0 for scripts; emergencies never wait. */
  undoSeconds?: number
  /** Whether who confirms may send an emergency alone. */
  mayAlone?: boolean
}

export interface Confirmed {
  id: number
  state: 'scheduled'
  sendAt: Date
}

interface Row {
  state: string
  version: number
  prepared_version: number | null
  priority: string
  send_at: Date | null
  recipients: number
  parts: number
  cost: number
  currency: string
  unit_id: number | null
  approval_from: number | null
  time_zone: string
  quiet_from: string
  quiet_until: string
}

/**
 * The yes to a draft (api role, inside `inOrganization`). A scheduled time within the quiet hours moves to their end;
 * to send at once within them takes an explicit `send`. Emergencies pass; so do they without a second person's approval and
 * beyond a budget.
 * @throws Problem not-found, broadcast-already-confirmed, broadcast-not-prepared, size-changed, no-recipients,
 * approval-needed, budget-exceeded, quiet-hours
 */
export async function confirmBroadcast(client: Client, request: ConfirmRequest): Promise<Confirmed> {
  const { organizationId, broadcastId, now, expected } = request
  const { rows } = await client.query<Row>(
    `SELECT b.state, b.version, b.prepared_version, b.priority, b.send_at, b.recipients, b.parts, b.cost, c.currency, b.unit_id,
       o.approval_from, o.time_zone, o.quiet_from::text, o.quiet_until::text
     FROM broadcast b JOIN organization o ON o.id = b.organization_id
     JOIN channel c ON c.organization_id = b.organization_id AND c.id = b.channel_id
     WHERE b.organization_id = $1 AND b.id = $2 FOR UPDATE OF b`,
    [organizationId, broadcastId],
  )
  const draft = rows[0]
  if (!draft) throw new Problem('not-found')
  if (!['draft', 'review', 'approved'].includes(draft.state)) throw new Problem('broadcast-already-confirmed')
  if (draft.prepared_version !== draft.version) throw new Problem('broadcast-not-prepared')
  if (expected && (expected.recipients !== draft.recipients || expected.parts !== draft.parts))
    throw new Problem('size-changed', { recipients: draft.recipients, cost: formatAmount(draft.cost) })
  if (draft.recipients === 0) throw new Problem('no-recipients')
  const isEmergency = draft.priority === 'emergency'
  checkApproval(draft, isEmergency && request.mayAlone === true)
  const { sendAt, isImmediate } = whenToSend(draft, request)
  if (!isEmergency) await spend(client, { ...draft, organizationId, unitId: draft.unit_id, at: now })
  const undoMs = isImmediate && !isEmergency ? (request.undoSeconds ?? 0) * 1000 : 0
  const begins = new Date(sendAt.getTime() + undoMs)
  await client.query(
    `UPDATE broadcast SET state = 'scheduled', send_at = $3, confirmed_at = $4, undo_until = $5
     WHERE organization_id = $1 AND id = $2`,
    [organizationId, broadcastId, begins, now, undoMs > 0 ? begins : null],
  )
  await post(client, organizationId, 'broadcast.due', { broadcastId })
  return { id: broadcastId, state: 'scheduled', sendAt: begins }
}

function checkApproval(draft: Row, mayAlone: boolean): void {
  if (draft.approval_from === null || draft.recipients < draft.approval_from) return
  if (draft.state !== 'approved' && !mayAlone) throw new Problem('approval-needed', { from: draft.approval_from })
}

function whenToSend(draft: Row, { now, quietHours }: ConfirmRequest): { sendAt: Date; isImmediate: boolean } {
  const isImmediate = draft.send_at === null || draft.send_at <= now
  const asked = !isImmediate && draft.send_at ? draft.send_at : now
  const allowed = afterQuietHours(asked, {
    timeZone: draft.time_zone,
    from: draft.quiet_from,
    until: draft.quiet_until,
  })
  const isQuiet = allowed > asked && draft.priority !== 'emergency'
  if (isQuiet && isImmediate && quietHours === undefined)
    throw new Problem('quiet-hours', { from: draft.quiet_from.slice(0, 5), until: draft.quiet_until.slice(0, 5) })
  const isHeld = isQuiet && quietHours !== 'send'
  return { sendAt: isHeld ? allowed : asked, isImmediate: isImmediate && !isHeld }
}
