import type { KeptOfficeHours } from '@kurenda/contract'
import { post, transaction, type Client, type Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import { dueAfter, readOfficePlan } from './office-plan.ts'

/**
 * Keeps the office's hours where nobody was faster, and asks the worker to work out anew by when those who wait should be answered
 * (api role, in the caller's transaction; ring `outbox` after the commit). Returns the new version.
 * @throws Problem `office-hours-changed`, `template-not-found`
 */
export async function saveOfficeHours(client: Client, organizationId: number, hours: KeptOfficeHours): Promise<number> {
  await checkTemplate(client, organizationId, hours.outOfHoursTemplate, 'out_of_hours')
  await checkTemplate(client, organizationId, hours.noReplyTemplate, 'no_reply')
  const { rows } = await client.query<{ version: number }>(
    `INSERT INTO office_hours AS h (organization_id, opens, public_holidays, closed_on, first_response_minutes, answer_when_closed,
       out_of_hours_template_id, no_reply_template_id)
     SELECT $1, $3, $4, $5, $6, $7, $8, $9 WHERE $2 = 0 OR EXISTS (SELECT FROM office_hours WHERE organization_id = $1)
     ON CONFLICT (organization_id) DO UPDATE SET opens = excluded.opens, public_holidays = excluded.public_holidays,
       closed_on = excluded.closed_on, first_response_minutes = excluded.first_response_minutes,
       answer_when_closed = excluded.answer_when_closed, out_of_hours_template_id = excluded.out_of_hours_template_id,
       no_reply_template_id = excluded.no_reply_template_id, version = h.version + 1
     WHERE h.version = $2 RETURNING version`,
    [
      organizationId,
      hours.version,
      JSON.stringify(hours.opens),
      hours.publicHolidays,
      hours.closedOn,
      hours.firstResponseMinutes,
      hours.answerWhenClosed,
      hours.outOfHoursTemplate,
      hours.noReplyTemplate,
    ],
  )
  if (!rows[0]) throw new Problem('office-hours-changed')
  await post(client, organizationId, 'conversation.hours', {})
  return rows[0].version
}

async function checkTemplate(client: Client, organizationId: number, id: number | null, kind: string): Promise<void> {
  if (id === null) return
  const { rowCount } = await client.query(
    'SELECT FROM template WHERE organization_id = $1 AND id = $2 AND kind = $3 AND archived_at IS NULL',
    [organizationId, id, kind],
  )
  if (rowCount === 0) throw new Problem('template-not-found')
}

const batch = 500

/** The worker's answer to the news `conversation.hours` (engine role): everyone who waits is due by the new hours. Returns how many. */
export async function renewDueTimes(engine: Pool, organizationId: number): Promise<number> {
  let renewed = 0
  for (let after = 0; ;) {
    const ids = await transaction(engine, async (client) => {
      const plan = await readOfficePlan(client, organizationId)
      const { rows } = await client.query<{ id: number; since: Date }>(
        `SELECT id, waiting_since AS since FROM conversation WHERE organization_id = $1 AND id > $2 AND state = 'waiting'
           AND waiting_since IS NOT NULL ORDER BY id LIMIT $3 FOR UPDATE`,
        [organizationId, after, batch],
      )
      await client.query(
        `UPDATE conversation c SET due_at = w.d FROM unnest($2::bigint[], $3::timestamptz[]) AS w(id, d)
         WHERE c.organization_id = $1 AND c.id = w.id`,
        [organizationId, rows.map(({ id }) => id), rows.map(({ since }) => dueAfter(plan, since))],
      )
      return rows.map(({ id }) => id)
    })
    renewed += ids.length
    if (ids.length < batch) return renewed
    after = ids.at(-1) ?? after
  }
}
