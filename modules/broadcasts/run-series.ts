import { draftContent, recurrence } from '@kurenda/contract'
import { exclusively, inOrganization, transaction, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { confirmBroadcast } from './confirm-broadcast.ts'
import { createDraft } from './create-draft.ts'
import { nextOccurrence } from './next-occurrence.ts'
import { prepareDraft } from './prepare-broadcast.ts'

interface Due {
  organization_id: number
  id: number
  content: unknown
  rule: unknown
  most_recipients: number
  next_at: Date
  created_by: string | null
  author: string | null
  time_zone: string
}

/** One that could not go out in so long is not made up for: a reminder of yesterday helps nobody. */
const lateMs = 6 * 3_600_000

/**
 * Makes the broadcasts of the series whose time has come, each time once (its key is the series and the time, whatever ends the
 * process), counts whom they reach today and sends them. One that grew beyond what was agreed to stays a draft and waits for a
 * person. Returns how many were made.
 */
export async function runSeries(engine: Pool, now: Date): Promise<number> {
  const { rows } = await engine.query<Due>(
    `SELECT s.organization_id, s.id, s.content, s.rule, s.most_recipients, s.next_at, s.created_by, s.author, o.time_zone
     FROM broadcast_series s JOIN organization o ON o.id = s.organization_id
     WHERE s.state = 'running' AND s.next_at <= $1 ORDER BY s.next_at LIMIT 100`,
    [now],
  )
  const runs = []
  for (const series of rows) {
    const run = exclusively(engine, `series ${series.organization_id} ${series.id}`, () => runOne(engine, series, now))
    runs.push(...(await Promise.allSettled([run])))
  }
  const failed = runs.find((run) => run.status === 'rejected')
  // One series' trouble stops no other's broadcast.
  if (failed) throw failed.reason
  return runs.filter((run) => run.status === 'fulfilled' && run.value === true).length
}

async function runOne(engine: Pool, series: Due, now: Date): Promise<boolean> {
  const { organization_id: organizationId, next_at: at } = series
  const isLate = now.getTime() - at.getTime() > lateMs
  const broadcastId = isLate ? undefined : await makeOnce(engine, series, now)
  if (broadcastId !== undefined) await send(engine, organizationId, broadcastId, series, now)
  const nextAt = nextOccurrence(recurrence.parse(series.rule), series.time_zone, isLate ? now : at)
  await engine.query(
    `UPDATE broadcast_series SET next_at = $4, state = CASE WHEN $4::timestamptz IS NULL THEN 'ended' ELSE state END
     WHERE organization_id = $1 AND id = $2 AND next_at = $3`,
    [organizationId, series.id, at, nextAt ?? null],
  )
  return broadcastId !== undefined
}

/** The draft of that time, made now or by a run that was cut off; undefined where it went its way already. */
async function makeOnce(engine: Pool, series: Due, now: Date): Promise<number | undefined> {
  const { organization_id: organizationId, next_at: at } = series
  const existing = await engine.query<{ id: number; state: string }>(
    'SELECT id, state FROM broadcast WHERE organization_id = $1 AND series_id = $2 AND series_at = $3',
    [organizationId, series.id, at],
  )
  const found = existing.rows[0]
  if (found) return found.state === 'draft' ? found.id : undefined
  const { sendAt: _sendAt, ...content } = draftContent.parse(series.content)
  const by = { name: series.created_by ?? '', id: series.author ?? '' }
  return transaction(engine, (client) =>
    createDraft(client, { organizationId, content, by, now, series: { id: series.id, at } }),
  )
}

async function send(engine: Pool, organizationId: number, broadcastId: number, series: Due, now: Date): Promise<void> {
  try {
    const { recipients } = await prepareDraft(engine, { organizationId, broadcastId })
    if (recipients > series.most_recipients) return
    await inOrganization(engine, organizationId, async (client) => {
      // The series was approved when it began.
      await client.query(
        `UPDATE broadcast SET state = 'approved' WHERE organization_id = $1 AND id = $2 AND state = 'draft'`,
        [organizationId, broadcastId],
      )
      return confirmBroadcast(client, { organizationId, broadcastId, now, quietHours: 'hold' })
    })
  } catch (error) {
    // Nobody to write to today, a budget that is used up, a text that no longer fits: the draft stays and shows it.
    if (!(error instanceof Problem)) throw error
  }
}
