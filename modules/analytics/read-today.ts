import { numbersWhere } from '#modules/messaging'
import { dayIn } from '#platform/clock'
import type { Client } from '#platform/db'

export interface Today {
  /** Conversations in which a resident waits. */
  waiting: number
  /** In the middle of today's answers; null where there was none. */
  responseMinutes: number | null
  /** Seven days, the oldest first; YYYY-MM-DD as the organization's clock says. */
  week: { day: string; sent: number; answers: number }[]
}

/** Left: the provider has it, whatever came of it. */
const left = numbersWhere((state) => state.billable)

/** What waits and what the last seven days held (api role, inside `inOrganization`): from kept counters and the texts of a week. */
export async function readToday(client: Client, organizationId: number, now: Date): Promise<Today> {
  const zone = await client.query<{ time_zone: string }>('SELECT time_zone FROM organization WHERE id = $1', [
    organizationId,
  ])
  const timeZone = zone.rows[0]?.time_zone ?? 'UTC'
  const { rows } = await client.query<{ day: string; sent: number; answers: number }>(
    `WITH day AS (SELECT generate_series($2::date - 6, $2::date, interval '1 day')::date AS day),
       sent AS (SELECT b.sent_on AS day, sum(c.count)::int AS count FROM broadcast b
         JOIN broadcast_counter c ON c.organization_id = b.organization_id AND c.broadcast_id = b.id AND c.state = ANY($4)
         WHERE b.organization_id = $1 AND b.sent_on > $2::date - 7 AND b.confirmed_at > $2::date - interval '90 days'
         GROUP BY 1),
       answer AS (SELECT (at AT TIME ZONE $3)::date AS day, count(*)::int AS count FROM conversation_entry
         WHERE organization_id = $1 AND direction = 'in' AND at >= ($2::date - 6)::timestamp AT TIME ZONE $3 GROUP BY 1)
     SELECT day.day::text, coalesce(sent.count, 0) AS sent, coalesce(answer.count, 0) AS answers
     FROM day LEFT JOIN sent USING (day) LEFT JOIN answer USING (day) ORDER BY day.day`,
    [organizationId, dayIn(timeZone, now), timeZone, left],
  )
  const answered = await client.query<{ minutes: number | null }>(
    `SELECT round(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM e.at - asked.at) / 60))::int AS minutes
     FROM conversation_entry e
     CROSS JOIN LATERAL (SELECT min(i.at) AS at FROM conversation_entry i
       WHERE i.organization_id = e.organization_id AND i.conversation_id = e.conversation_id AND i.id < e.id
         AND i.direction = 'in' AND i.id > coalesce((SELECT max(o.id) FROM conversation_entry o
           WHERE o.organization_id = e.organization_id AND o.conversation_id = e.conversation_id AND o.id < e.id
             AND o.direction = 'out' AND o.author IS NOT NULL), 0)) asked
     WHERE e.organization_id = $1 AND e.direction = 'out' AND e.author IS NOT NULL AND asked.at IS NOT NULL
       AND e.at >= $2::date::timestamp AT TIME ZONE $3`,
    [organizationId, dayIn(timeZone, now), timeZone],
  )
  const open = await client.query<{ waiting: number }>(
    `SELECT count(*)::int AS waiting FROM conversation
     WHERE organization_id = $1 AND state = 'waiting' AND snoozed_until IS NULL`,
    [organizationId],
  )
  return {
    waiting: open.rows[0]?.waiting ?? 0,
    responseMinutes: answered.rows[0]?.minutes ?? null,
    week: rows,
  }
}
