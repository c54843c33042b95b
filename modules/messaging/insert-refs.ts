import { plainArray, textArray, type Client, type Pool } from '#platform/db'
import type { KnownMessage } from './known-messages.ts'

/** A reference that the provider gave to a part of a message. */
export interface Learnt {
  channelId: number
  fence: number
  ref: string
  message: KnownMessage
  part: number
  /** How many the whole message has. */
  refs: number
  at: Date
}

/**
 * Stores references, of those channels whose lease still holds: in one statement, so in one round trip and one commit where
 * the caller has no transaction. Returns the channels whose lease does.
 */
export async function insertRefs(client: Client | Pool, learnt: readonly Learnt[]): Promise<Set<number>> {
  const [first] = learnt
  if (!first) return new Set()
  const fences = new Map(learnt.map((l) => [l.channelId, l.fence]))
  const { rows } = await client.query<{ channel_id: number }>({
    name: 'insert-refs',
    text: `WITH held AS (
         SELECT l.channel_id FROM channel_lease l JOIN unnest($1::int[], $2::bigint[]) AS f(c, fence)
           ON l.channel_id = f.c AND l.fence = f.fence ORDER BY l.channel_id FOR SHARE OF l),
       stored AS (
         INSERT INTO message_ref (channel_id, ref, day, organization_id, sent_on, message_id, part, attempt, refs)
         SELECT c, r, $3::date, o, d, m, p, a, n
         FROM (SELECT unnest($4::int[]) AS c, unnest($5::text[]) AS r, unnest($6::int[]) AS o, unnest($7::date[]) AS d,
             unnest($8::bigint[]) AS m, unnest($9::smallint[]) AS p, unnest($10::smallint[]) AS a, unnest($11::smallint[]) AS n OFFSET 0) AS u
           JOIN held ON held.channel_id = u.c)
       SELECT channel_id FROM held`,
    values: [
      [...fences.keys()],
      [...fences.values()],
      first.at,
      plainArray(learnt.map((l) => l.channelId)),
      textArray(learnt.map((l) => l.ref)),
      plainArray(learnt.map((l) => l.message.organizationId)),
      plainArray(learnt.map((l) => l.message.sentOn)),
      plainArray(learnt.map((l) => l.message.id)),
      plainArray(learnt.map((l) => l.part)),
      plainArray(learnt.map((l) => l.message.attempt)),
      plainArray(learnt.map((l) => l.refs)),
    ],
  })
  return new Set(rows.map((row) => row.channel_id))
}
