import { transaction, type Pool } from '#platform/db'
import type { Clock } from '#platform/clock'
import { joinedText, repetitionMs } from './join-parts.ts'
import { groupParts, type PartRow } from './partial-texts.ts'
import { storeTexts } from './store-texts.ts'

const patienceMs = 24 * 3_600_000

/**
 * The worker's tick: long texts whose last part has not come for 24 hours go to the router as they are, with `[…]` where
 * something is missing; parts of finished texts are forgotten. Returns the number of texts; ring `inbound` where it is not 0.
 */
export async function releaseStaleParts(pool: Pool, clock: Clock): Promise<number> {
  const now = clock.now().getTime()
  return transaction(pool, async (client) => {
    await client.query('DELETE FROM inbound_part WHERE joined AND at < $1', [new Date(now - 2 * repetitionMs)])
    const { rows } = await client.query<PartRow>(
      `DELETE FROM inbound_part p WHERE NOT joined AND NOT EXISTS (
         SELECT FROM inbound_part q WHERE q.organization_id = p.organization_id AND q.channel_id = p.channel_id
           AND q.from_value = p.from_value AND q.to_value = p.to_value AND q.reference = p.reference AND q.total = p.total
           AND q.at > $1) RETURNING *`,
      [new Date(now - patienceMs)],
    )
    let released = 0
    for (const [channelId, ofChannel] of Map.groupBy(rows, (row) => row.channel_id)) {
      const organizationId = ofChannel[0]?.organization_id ?? 0
      const texts = [...groupParts(ofChannel).values()].map((partial) => {
        const last = [...partial.parts.values()].reduce((a, b) => (a.at > b.at ? a : b))
        return {
          from: partial.from,
          to: partial.to,
          text: joinedText(partial),
          reference: partial.reference,
          connection: last.connection,
          at: last.at,
        }
      })
      released += await storeTexts(client, { organizationId, channelId }, texts)
    }
    return released
  })
}
