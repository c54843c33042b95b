import { totals, type Totals } from '#modules/messaging'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { formatAmount } from './prepare-broadcast.ts'

export interface Broadcast {
  id: number
  name: string
  text: string
  channel: string
  sender: string
  priority: string
  state: string
  recipients: number
  parts: number
  cost: { amount: string; currency: string }
  sendAt: string | null
  startedAt: string | null
  finishedAt: string | null
  createdAt: string
  createdBy: string | null
  replies: string
  survey: number | null
  undoUntil: string | null
  approvedBy: string | null
  totals: Totals
}

interface Row {
  id: number
  name: string
  template: string
  channel: string
  sender: string
  priority: string
  state: string
  recipients: number
  parts: number
  cost: number
  currency: string
  send_at: Date | null
  started_at: Date | null
  finished_at: Date | null
  created_at: Date
  created_by: string | null
  replies: string
  dialogue_id: number | null
  undo_until: Date | null
  approved_by: string | null
}

const select = `SELECT b.id, b.name, b.template, c.name AS channel, b.sender, b.priority, b.state, b.recipients, b.parts, b.cost,
    c.currency, b.send_at, b.started_at, b.finished_at, b.created_at, b.created_by,
    b.replies, b.dialogue_id, b.undo_until, b.approved_by
  FROM broadcast b JOIN channel c ON c.organization_id = b.organization_id AND c.id = b.channel_id`

/** The latest first, drafts only where they are asked for; `before` is the id of the last one of the page before, `q` is in name or text. */
export async function listBroadcasts(
  client: Client,
  organizationId: number,
  page: { before?: number | undefined; state?: string | undefined; q?: string | undefined; limit: number },
): Promise<Broadcast[]> {
  const { rows } = await client.query<Row>(
    `${select} WHERE b.organization_id = $1 AND ($4::text IS NULL AND b.state <> 'draft' OR b.state = $4) AND ($2::bigint IS NULL OR b.id < $2)
       AND ($5::text IS NULL OR strpos(lower(b.name || ' ' || b.template), lower($5)) > 0)
     ORDER BY b.id DESC LIMIT $3`,
    [organizationId, page.before ?? null, page.limit, page.state ?? null, page.q ?? null],
  )
  return present(client, organizationId, rows)
}

/** @throws Problem not-found */
export async function readBroadcast(client: Client, organizationId: number, id: number): Promise<Broadcast> {
  const { rows } = await client.query<Row>(`${select} WHERE b.organization_id = $1 AND b.id = $2`, [organizationId, id])
  const [broadcast] = await present(client, organizationId, rows)
  if (!broadcast) throw new Problem('not-found')
  return broadcast
}

async function present(client: Client, organizationId: number, rows: readonly Row[]): Promise<Broadcast[]> {
  const counted = await totals(
    client,
    organizationId,
    rows.map((row) => row.id),
  )
  return rows.map((row) => {
    const byState = counted.get(row.id)
    if (!byState) throw new Error('a broadcast without counters')
    // Whoever has no message yet waits as well.
    const made = Object.values(byState).reduce((sum, count) => sum + count, 0)
    return {
      id: row.id,
      name: row.name,
      text: row.template,
      channel: row.channel,
      sender: row.sender,
      priority: row.priority,
      state: row.state,
      recipients: row.recipients,
      parts: row.parts,
      cost: { amount: formatAmount(row.cost), currency: row.currency },
      sendAt: row.send_at?.toISOString() ?? null,
      startedAt: row.started_at?.toISOString() ?? null,
      finishedAt: row.finished_at?.toISOString() ?? null,
      createdAt: row.created_at.toISOString(),
      createdBy: row.created_by,
      replies: row.replies,
      survey: row.dialogue_id,
      undoUntil: row.undo_until?.toISOString() ?? null,
      approvedBy: row.approved_by,
      totals: { ...byState, queued: byState.queued + (isGoing(row.state) ? row.recipients - made : 0) },
    }
  })
}

function isGoing(state: string): boolean {
  return !['draft', 'review', 'approved', 'cancelled'].includes(state)
}
