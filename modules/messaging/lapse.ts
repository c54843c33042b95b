import { transaction, type Pool } from '#platform/db'
import { addToCounters } from './counters.ts'
import { STATES } from './lifecycle.ts'

/** After the validity a provider has this long to send its last receipt. */
const graceSeconds = 3_600
const most = 5_000

/** Messages whose receipt can no longer be expected become unconfirmed. Returns how many. */
export async function lapseMessages(engine: Pool, now: Date): Promise<number> {
  return transaction(engine, async (client) => {
    const { rows } = await client.query<{
      organization_id: number
      broadcast_id: number | null
      sent_on: string
      id: number
    }>(
      `SELECT m.organization_id, m.broadcast_id, m.sent_on, m.id
       FROM message m JOIN message_body b USING (organization_id, sent_on, id)
       WHERE m.state = $1 AND m.sent_on >= ($2::timestamptz - interval '10 days')::date
         AND m.submitted_at < $2::timestamptz - (coalesce(b.validity_seconds, 172800) + $3) * interval '1 second'
       ORDER BY m.id LIMIT $4 FOR UPDATE OF m SKIP LOCKED`,
      [STATES.submitted.number, now, graceSeconds, most],
    )
    if (rows.length === 0) return 0
    await client.query(
      `WITH lapsed AS (
         UPDATE message m SET state = $4, settled_at = $5
         FROM unnest($1::int[], $2::date[], $3::bigint[]) AS u(o, d, id)
         WHERE m.organization_id = u.o AND m.sent_on = u.d AND m.id = u.id
         RETURNING m.organization_id, m.sent_on, m.id)
       INSERT INTO message_event (organization_id, sent_on, message_id, at, state)
       SELECT organization_id, sent_on, id, $5, $4 FROM lapsed`,
      [
        rows.map((row) => row.organization_id),
        rows.map((row) => row.sent_on),
        rows.map((row) => row.id),
        STATES.unconfirmed.number,
        now,
      ],
    )
    await addToCounters(
      client,
      rows.flatMap(({ organization_id: organizationId, broadcast_id: broadcastId }) =>
        broadcastId === null
          ? []
          : [
              { organizationId, broadcastId, state: 'submitted' as const, by: -1 },
              { organizationId, broadcastId, state: 'unconfirmed' as const, by: 1 },
            ],
      ),
    )
    return rows.length
  })
}
