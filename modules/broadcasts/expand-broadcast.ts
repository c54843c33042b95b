import { setImmediate as turn } from 'node:timers/promises'
import { measure } from '@kurenda/sms-text'
import { afterQuietHours, queueMessages, type Priority, type QueuedMessage } from '#modules/messaging'
import { dayIn, type Clock } from '#platform/clock'
import { ring, transaction, type Client, type Pool } from '#platform/db'
import { compileTexts } from './compile-texts.ts'

interface Row {
  template: string
  translations: Record<string, string>
  channel_id: number
  sender: string
  priority: Priority
  state: string
  columns: string[]
  recipients: number
  validity_seconds: number
  send_at: Date | null
  sent_on: string | null
  expanded: number
  time_zone: string
  quiet_from: string
  quiet_until: string
}

/** The first chunk is small: the first phone rings while the rest is written. */
const firstRows = 100
const chunkRows = 1_000

/** After so many texts the process does what else waits: an answer to a resident does not wait for a thousand. */
const textsAtOnce = 100

/** Chunks of one turn: about half a second, so that an emergency or a stop never waits for a long list. */
const turnChunks = 10

/**
 * Turns a due broadcast's recipients into messages, chunk by chunk, each in one transaction with the count of those
 * done: whatever ends the process, the next run goes on with exactly the next person. Does a turn of ten chunks; true
 * where more are left.
 */
export async function expandBroadcast(
  engine: Pool,
  clock: Clock,
  about: { organizationId: number; broadcastId: number },
): Promise<boolean> {
  for (let chunk = 0; chunk < turnChunks; chunk++) {
    const more = await transaction(engine, (client) => expandChunk(client, clock, about))
    ring(engine, 'chunks')
    ring(engine, 'news', `broadcast ${about.organizationId} ${about.broadcastId}`)
    if (!more) return false
  }
  return true
}

async function expandChunk(
  client: Client,
  clock: Clock,
  { organizationId, broadcastId }: { organizationId: number; broadcastId: number },
): Promise<boolean> {
  // Whoever comes second has nothing to do here: the first goes on to the end.
  const lock = await client.query<{ mine: boolean }>(
    'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS mine',
    [`expand-broadcast ${organizationId} ${broadcastId}`],
  )
  if (!lock.rows[0]?.mine) return false
  // A pause waits for this chunk and no longer.
  const { rows } = await client.query<Row>(
    `SELECT b.template, b.translations, b.channel_id, b.sender, b.priority, b.state, b.columns, b.recipients, b.validity_seconds, b.send_at,
       b.sent_on, b.expanded, o.time_zone, o.quiet_from::text, o.quiet_until::text
     FROM broadcast b JOIN organization o ON o.id = b.organization_id
     WHERE b.organization_id = $1 AND b.id = $2 FOR UPDATE OF b`,
    [organizationId, broadcastId],
  )
  const broadcast = rows[0]
  if (!broadcast || (broadcast.state !== 'scheduled' && broadcast.state !== 'expanding')) return false
  const now = clock.now()
  // It was taken back and planned anew since this turn was asked for.
  if (broadcast.expanded === 0 && broadcast.send_at && broadcast.send_at > now) return false
  const morning = tooLateTonight(broadcast, now)
  if (morning) {
    await client.query('UPDATE broadcast SET send_at = $3 WHERE organization_id = $1 AND id = $2', [
      organizationId,
      broadcastId,
      morning,
    ])
    return false
  }
  const sentOn = broadcast.sent_on ?? dayIn(broadcast.time_zone, now)
  const limit = broadcast.expanded === 0 ? firstRows : chunkRows
  const people = await client.query<{
    address_id: number
    to_value: string
    fields: string[]
    language: string | null
  }>(
    `SELECT address_id, to_value, fields, language FROM broadcast_recipient
     WHERE organization_id = $1 AND broadcast_id = $2 AND position >= $3 AND position < $4 ORDER BY position`,
    [organizationId, broadcastId, broadcast.expanded, broadcast.expanded + limit],
  )
  const render = compileTexts(broadcast, broadcast.columns)
  const messages: QueuedMessage[] = []
  for (const person of people.rows) {
    const text = render(person)
    messages.push({
      addressId: person.address_id,
      to: person.to_value,
      from: broadcast.sender,
      text,
      parts: measure(text).parts,
      validitySeconds: broadcast.validity_seconds,
    })
    if (messages.length % textsAtOnce === 0) await turn()
  }
  await queueMessages(client, {
    organizationId,
    sentOn,
    broadcastId,
    channelId: broadcast.channel_id,
    priority: broadcast.priority,
    notBefore: now,
    messages,
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

/** Later than this a send is no longer what was agreed to. */
const lateMs = 10 * 60_000

/**
 * When a broadcast may start that should have gone out before the quiet hours (we were down at that time); undefined
 * where it may now. One that was due within them was let through by a person.
 */
function tooLateTonight(broadcast: Row, now: Date): Date | undefined {
  const { send_at: due, sent_on: begun, priority, time_zone: timeZone } = broadcast
  if (begun !== null || priority === 'emergency' || !due || now.getTime() - due.getTime() < lateMs) return undefined
  const quiet = { timeZone, from: broadcast.quiet_from, until: broadcast.quiet_until }
  if (afterQuietHours(due, quiet) > due) return undefined
  const allowed = afterQuietHours(now, quiet)
  return allowed > now ? allowed : undefined
}
