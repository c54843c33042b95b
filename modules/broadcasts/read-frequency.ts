import { numbersWhere } from '#modules/messaging'
import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'

export interface Frequency {
  recipients: number
  /** How many of them were looked at. */
  looked: number
  week: number
  month: number
  often: number
}

/**
 * So many are looked at, spread evenly over the list: a share is then off by 2 per cent at most, 19 times out of 20, however many
 * get it. Each costs a look into the index of a month or two.
 */
const sample = 2_000
/** From so many texts in 30 days on somebody hears from us often. */
const oftenFrom = 4
/** The provider has it. */
const heard = numbersWhere((state) => state.billable)

/**
 * How many of those for whom a draft was counted got a text in the last 7 and 30 days, whatever it was.
 * @throws Problem `not-found`
 */
export async function readFrequency(
  client: Client,
  organizationId: number,
  broadcastId: number,
  now: Date,
): Promise<Frequency> {
  const found = await client.query<{ recipients: number }>(
    'SELECT recipients FROM broadcast WHERE organization_id = $1 AND id = $2',
    [organizationId, broadcastId],
  )
  const broadcast = found.rows[0]
  if (!broadcast) throw new Problem('not-found')
  const { recipients } = broadcast
  const step = Math.max(1, Math.ceil(recipients / sample))
  const { rows } = await client.query<{ looked: number; week: number; month: number; often: number }>(
    `WITH looked AS (
       SELECT r.address_id FROM generate_series(0, $3 - 1, $4) AS place
       JOIN broadcast_recipient r ON r.organization_id = $1 AND r.broadcast_id = $2 AND r.position = place),
     counted AS (
       SELECT (SELECT count(*) FROM message m WHERE m.organization_id = $1 AND m.address_id = l.address_id
                 AND m.sent_on > $5::date - 30 AND m.sent_on <= $5::date AND m.state = ANY($6) AND m.broadcast_id IS DISTINCT FROM $2) AS month,
              EXISTS (SELECT FROM message m WHERE m.organization_id = $1 AND m.address_id = l.address_id
                 AND m.sent_on > $5::date - 7 AND m.sent_on <= $5::date AND m.state = ANY($6) AND m.broadcast_id IS DISTINCT FROM $2) AS week
       FROM looked l)
     SELECT count(*)::int AS looked, count(*) FILTER (WHERE week)::int AS week,
       count(*) FILTER (WHERE month > 0)::int AS month, count(*) FILTER (WHERE month >= $7)::int AS often FROM counted`,
    [organizationId, broadcastId, recipients, step, now.toISOString().slice(0, 10), heard, oftenFrom],
  )
  const { looked = 0, ...of } = rows[0] ?? { week: 0, month: 0, often: 0 }
  const whole = (part: number) => (looked === 0 ? 0 : Math.round((part * recipients) / looked))
  return { recipients, looked, week: whole(of.week), month: whole(of.month), often: whole(of.often) }
}
