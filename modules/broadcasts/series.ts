import { draftContent, recurrence, type DraftContent, type Recurrence } from '@kurenda/contract'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import type { Author } from './create-draft.ts'
import { nextOccurrence } from './next-occurrence.ts'
import { readDraft } from './read-draft.ts'

export interface Series {
  id: number
  state: 'running' | 'paused' | 'ended'
  content: DraftContent
  rule: Recurrence
  mostRecipients: number
  nextAt: Date | null
  createdBy: string | null
}

/** An audience may grow by so much before a person has to look at it. */
const growth = 2

interface Row {
  id: number
  state: Series['state']
  content: unknown
  rule: unknown
  most_recipients: number
  next_at: Date | null
  created_by: string | null
}

/**
 * Makes a series of a counted draft, which ends with it (api role, inside `inOrganization`). Where the organization wants a second
 * person's yes, the draft needs it. Returns its id.
 * @throws Problem not-found, broadcast-state, broadcast-not-prepared, approval-needed, series-never
 */
export async function startSeries(
  client: Client,
  about: { organizationId: number; draftId: number; rule: Recurrence; by: Author; now: Date },
): Promise<number> {
  const { organizationId, draftId, rule, by, now } = about
  const draft = await readDraft(client, organizationId, draftId)
  if (draft.state !== 'draft' && draft.state !== 'approved') throw new Problem('broadcast-state')
  if (!draft.prepared) throw new Problem('broadcast-not-prepared')
  const found = await client.query<{ time_zone: string; approval_from: number | null; recipients: number }>(
    `SELECT o.time_zone, o.approval_from, b.recipients FROM broadcast b JOIN organization o ON o.id = b.organization_id
     WHERE b.organization_id = $1 AND b.id = $2 FOR UPDATE OF b`,
    [organizationId, draftId],
  )
  const broadcast = found.rows[0]
  if (!broadcast) throw new Problem('not-found')
  const { recipients, approval_from: from } = broadcast
  if (from !== null && recipients >= from && draft.state !== 'approved') throw new Problem('approval-needed', { from })
  const nextAt = nextOccurrence(rule, broadcast.time_zone, now)
  if (!nextAt) throw new Problem('series-never')
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO broadcast_series (organization_id, content, rule, most_recipients, next_at, created_by, author, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
    [
      organizationId,
      JSON.stringify(draft.content),
      JSON.stringify(rule),
      recipients * growth,
      nextAt,
      by.name,
      by.id,
      now,
    ],
  )
  await client.query(`UPDATE broadcast SET state = 'cancelled' WHERE organization_id = $1 AND id = $2`, [
    organizationId,
    draftId,
  ])
  return rows[0]?.id ?? 0
}

/** All series, the newest first; at most 500. */
export async function listSeries(client: Client, organizationId: number): Promise<Series[]> {
  const { rows } = await client.query<Row>(
    `SELECT id, state, content, rule, most_recipients, next_at, created_by FROM broadcast_series
     WHERE organization_id = $1 ORDER BY id DESC LIMIT 500`,
    [organizationId],
  )
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    content: draftContent.parse(row.content),
    rule: recurrence.parse(row.rule),
    mostRecipients: row.most_recipients,
    nextAt: row.next_at,
    createdBy: row.created_by,
  }))
}

const moves = {
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  end: { from: ['running', 'paused'], to: 'ended' },
} as const
export type SeriesSteering = keyof typeof moves

/** What was missed in a pause is not made up for. @throws Problem not-found, broadcast-state, series-never */
export async function steerSeries(
  client: Client,
  organizationId: number,
  id: number,
  steering: SeriesSteering,
  now: Date,
): Promise<void> {
  const { rows } = await client.query<{ state: string; rule: unknown; time_zone: string }>(
    `SELECT s.state, s.rule, o.time_zone FROM broadcast_series s JOIN organization o ON o.id = s.organization_id
     WHERE s.organization_id = $1 AND s.id = $2 FOR UPDATE OF s`,
    [organizationId, id],
  )
  const found = rows[0]
  if (!found) throw new Problem('not-found')
  const { from, to } = moves[steering]
  if (!from.some((state) => state === found.state)) throw new Problem('broadcast-state')
  const nextAt = to === 'running' ? nextOccurrence(recurrence.parse(found.rule), found.time_zone, now) : undefined
  if (to === 'running' && !nextAt) throw new Problem('series-never')
  await client.query('UPDATE broadcast_series SET state = $3, next_at = $4 WHERE organization_id = $1 AND id = $2', [
    organizationId,
    id,
    to,
    nextAt ?? null,
  ])
}
