import type { Client } from '#platform/db'

/** Remembers who was told that nobody reads answers to that broadcast: nobody is told twice (engine role). */
export async function recordNoReplyAnswers(
  client: Client,
  organizationId: number,
  answers: readonly { broadcastId: number; addressId: number }[],
  at: Date,
): Promise<void> {
  if (answers.length === 0) return
  await client.query(
    `INSERT INTO no_reply_answer (organization_id, broadcast_id, address_id, at)
     SELECT $1, b, a, $4 FROM unnest($2::bigint[], $3::bigint[]) AS n(b, a) ORDER BY b, a ON CONFLICT DO NOTHING`,
    [organizationId, answers.map((one) => one.broadcastId), answers.map((one) => one.addressId), at],
  )
}
