import type { Client } from '#platform/db'
import { Problem } from '#platform/errors'
import { totals } from './counters.ts'
import { STATES, stateName, stateNumber, type StateName } from './lifecycle.ts'
import { formatMessageId, parseMessageId } from './message-id.ts'

export interface Message {
  id: string
  to: string
  from: string
  text: string
  state: StateName
  parts: number
  broadcast: number | null
  submittedAt: Date | null
  settledAt: Date | null
  reason: string | null
}

interface Row extends Omit<Message, 'id' | 'state'> {
  id: number
  sentOn: string
  state: number
}

const select = `SELECT m.id, m.sent_on AS "sentOn", b.to_value AS "to", b.from_value AS "from", b.text, m.state, m.parts,
    m.broadcast_id AS broadcast, m.submitted_at AS "submittedAt", m.settled_at AS "settledAt", m.reason
  FROM message m JOIN message_body b ON b.organization_id = m.organization_id AND b.sent_on = m.sent_on AND b.id = m.id`

/** @throws Problem not-found */
export async function readMessage(client: Client, organizationId: number, id: string): Promise<Message> {
  const key = parseMessageId(id)
  const { rows } = await client.query<Row>(`${select} WHERE m.organization_id = $1 AND m.sent_on = $2 AND m.id = $3`, [
    organizationId,
    key.sentOn,
    key.id,
  ])
  const [found] = rows.map(present)
  if (!found) throw new Problem('not-found')
  return found
}

/**
 * The messages of a broadcast in the order of its list, perhaps of one state; `after` is the number of the last one seen. Where the
 * kept counters know of none in that state, none is looked for.
 */
export async function listMessages(
  client: Client,
  organizationId: number,
  of: { broadcastId: number; state?: StateName; after?: number; limit: number },
): Promise<{ messages: Message[]; next: number | null }> {
  const { broadcastId, state, after = 0, limit } = of
  if (state && !(await totals(client, organizationId, [broadcastId])).get(broadcastId)?.[state])
    return { messages: [], next: null }
  // Known to the planner, the day leaves one partition; and both tables begin at the same row, whichever way they are joined: a page
  // half-way down a million took 190 ms.
  const { rows: days } = await client.query<{ day: string | null }>(
    'SELECT sent_on AS day FROM broadcast WHERE organization_id = $1 AND id = $2',
    [organizationId, broadcastId],
  )
  // What did not simply arrive is kept apart: the few of a million are found without reading the others.
  const isTrouble = state !== undefined && stateNumber(state) >= STATES.failed.number
  const { rows } = await client.query<Row>(
    isTrouble
      ? `${select} JOIN message_trouble t ON t.organization_id = m.organization_id AND t.message_id = m.id
         WHERE t.organization_id = $1 AND t.broadcast_id = $2 AND m.sent_on = $3 AND t.message_id > $4 AND t.state = $6
         ORDER BY t.message_id LIMIT $5`
      : `${select} WHERE m.organization_id = $1 AND m.broadcast_id = $2 AND m.sent_on = $3 AND m.id > $4 AND b.id > $4
       ${state ? 'AND m.state = $6' : ''} ORDER BY m.id LIMIT $5`,
    [organizationId, broadcastId, days[0]?.day ?? null, after, limit + 1, ...(state ? [stateNumber(state)] : [])],
  )
  const shown = rows.slice(0, limit)
  return { messages: shown.map(present), next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null }
}

function present({ id, sentOn, state, ...row }: Row): Message {
  return { ...row, id: formatMessageId(sentOn, id), state: stateName(state) }
}
