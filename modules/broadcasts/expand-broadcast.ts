import { measure } from '@kurenda/sms-text'
import { queueMessages, type Priority } from '#modules/messaging'
import type { Clock } from '#platform/clock'
import { ring, transaction, type Client, type Pool } from '#platform/db'
import { compile } from './prepare-broadcast.ts'
import { dayIn } from './quiet-hours.ts'

interface Row {
  template: string
  channel_id: number
  sender: string
  priority: Priority
  state: string
  columns: string[]
  recipients: number
  validity_seconds: number
  sent_on: string | null
  expanded: number
  time_zone: string
}

/** The first chunk is small: the first phone rings while the rest is written. */
const firstRows = 100
const chunkRows = 1_000

/**
 * Turns a due broadcast's recipients into messages, chunk by chunk, each in one transaction with the count of those
 * done: whatever ends the process, the next run goes on with exactly the next person.
 */
export async function expandBroadcast(
  engine: Pool,
  clock: Clock,
  about: { organizationId: number; broadcastId: number },
): Promise<void> {
  for (;;) {
    const more = await transaction(engine, (client) => expandChunk(client, clock, about))
    ring(engine, 'chunks')
    ring(engine, 'news', `broadcast ${about.organizationId} ${about.broadcastId}`)
    if (!more) return
  }
}

async function expandChunk(
  client: Client,
  clock: Clock,
  { organizationId, broadcastId }: { organizationId: number; broadcastId: number },
): Promise<boolean> {
  // Nobody else expands it at the same moment; a pause waits for this chunk and no longer.
  const { rows } = await client.query<Row>(
    `SELECT b.template, b.channel_id, b.sender, b.priority, b.state, b.columns, b.recipients, b.validity_seconds, b.sent_on,
       b.expanded, o.time_zone
     FROM broadcast b JOIN organization o ON o.id = b.organization_id
     WHERE b.organization_id = $1 AND b.id = $2 FOR UPDATE OF b`,
    [organizationId, broadcastId],
  )
  const broadcast = rows[0]
  if (!broadcast || (broadcast.state !== 'scheduled' && broadcast.state !== 'expanding')) return false
  const now = clock.now()
  const sentOn = broadcast.sent_on ?? dayIn(broadcast.time_zone, now)
  const limit = broadcast.expanded === 0 ? firstRows : chunkRows
  const people = await client.query<{ address_id: number; to_value: string; fields: string[] }>(
    `SELECT address_id, to_value, fields FROM broadcast_recipient
     WHERE organization_id = $1 AND broadcast_id = $2 AND position >= $3 AND position < $4 ORDER BY position`,
    [organizationId, broadcastId, broadcast.expanded, broadcast.expanded + limit],
  )
  const render = compile(broadcast.template).forColumns(broadcast.columns)
  await queueMessages(client, {
    organizationId,
    sentOn,
    broadcastId,
    channelId: broadcast.channel_id,
    priority: broadcast.priority,
    notBefore: now,
    messages: people.rows.map((person) => {
      const text = render(person.fields)
      return {
        addressId: person.address_id,
        to: person.to_value,
        from: broadcast.sender,
        text,
        parts: measure(text).parts,
        validitySeconds: broadcast.validity_seconds,
      }
    }),
  })
  const expanded = broadcast.expanded + people.rows.length
  const done = expanded >= broadcast.recipients
  await client.query(
    `UPDATE broadcast SET state = $3, expanded = $4, sent_on = $5, started_at = coalesce(started_at, $6)
     WHERE organization_id = $1 AND id = $2`,
    [organizationId, broadcastId, done ? 'sending' : 'expanding', expanded, sentOn, now],
  )
  return !done
}
