import { renderSms } from '@kurenda/dialogue'
import { measure } from '@kurenda/sms-text'
import { addAutomatic, answeringSender, openThreads } from '#modules/conversations'
import { afterQuietHours, queueMessages } from '#modules/messaging'
import { dayIn, type Clock } from '#platform/clock'
import { ring, transaction, type Client, type Pool } from '#platform/db'
import { end, hear, type About, type Asking, type Turn } from './asking.ts'
import { readDefinitions } from './definitions.ts'
import { aboutColumns, askingOf, sessionColumns, withDefinition, type SessionRow } from './load-askings.ts'
import { storeAskings, type Listener } from './store-askings.ts'

const batch = 200

interface Town {
  id: number
  timeZone: string
  quietFrom: string
  quietUntil: string
}

/**
 * What the clock does to dialogues (engine role): those whose time is over close, and what goes on in them ends with what was
 * answered; questions that nobody answered are put again, though not at night nor to who opted out, or given up.
 */
export async function tickDialogues(pool: Pool, clock: Clock, listener: Listener): Promise<void> {
  const now = clock.now()
  await pool.query(
    `UPDATE dialogue SET state = 'closed', closed_at = closes_at WHERE state = 'open' AND closes_at <= $1`,
    [now],
  )
  const { rows: towns } = await pool.query<Town>(
    `SELECT o.id, o.time_zone AS "timeZone", o.quiet_from::text AS "quietFrom", o.quiet_until::text AS "quietUntil" FROM organization o
     WHERE EXISTS (SELECT FROM dialogue_session s WHERE s.organization_id = o.id AND s.due_at <= $1)
       OR EXISTS (SELECT FROM dialogue d JOIN dialogue_session s ON s.organization_id = d.organization_id AND s.dialogue_id = d.id
         AND s.ended_at IS NULL WHERE d.organization_id = o.id AND d.state = 'closed') ORDER BY o.id`,
    [now],
  )
  for (const town of towns) {
    while ((await transaction(pool, (client) => endClosed(client, town.id, listener, now))) === batch);
    let due = batch
    while (due === batch) {
      const done = await transaction(pool, (client) => wake(client, town, listener, now))
      if (done.said > 0) ring(pool, 'chunks')
      for (const id of done.conversations) ring(pool, 'news', `conversation ${town.id} ${id}`)
      due = done.due
    }
  }
}

async function endClosed(client: Client, organizationId: number, listener: Listener, now: Date): Promise<number> {
  const askings = await claim(
    client,
    organizationId,
    `s.ended_at IS NULL AND s.dialogue_id IN (SELECT d.id FROM dialogue d WHERE d.organization_id = $1 AND d.state = 'closed')`,
    [],
  )
  for (const asking of askings) end(asking, 'closed', now)
  await storeAskings(client, organizationId, askings, listener, now)
  return askings.length
}

async function wake(
  client: Client,
  town: Town,
  listener: Listener,
  now: Date,
): Promise<{ due: number; said: number; conversations: number[] }> {
  const askings = await claim(client, town.id, 's.due_at <= $2', [now])
  const out = await optedOut(client, town.id, askings)
  const morning = afterQuietHours(now, { timeZone: town.timeZone, from: town.quietFrom, until: town.quietUntil })
  const turns: Turn[] = []
  for (const asking of askings) {
    if (asking.addressId !== null && out.has(asking.addressId)) end(asking, 'left', now)
    else if (morning > now && asking.addressId !== null) postpone(asking, morning)
    else turns.push(hear(asking, { is: 'timer', at: now.toISOString() }))
  }
  for (const { asking, prompts } of turns) if (prompts.length > 0) asking.saidAt = now
  await storeAskings(client, town.id, askings, listener, now)
  const conversations = await say(client, town, turns, now)
  return { due: askings.length, said: conversations.length, conversations }
}

function postpone(asking: Asking, until: Date): void {
  if (asking.session) asking.session = { ...asking.session, due: until.toISOString() }
  asking.pending = { recorded: [], effects: [] }
}

async function claim(
  client: Client,
  organizationId: number,
  condition: string,
  values: readonly unknown[],
): Promise<Asking[]> {
  // As the router does: the person's row first, then their sessions.
  const { rows: people } = await client.query<{ id: number; addressId: number | null }>(
    `SELECT s.id, s.address_id AS "addressId" FROM dialogue_session s WHERE s.organization_id = $1 AND ${condition}
     ORDER BY s.id LIMIT ${batch}`,
    [organizationId, ...values],
  )
  if (people.length === 0) return []
  await client.query('SELECT FROM address WHERE organization_id = $1 AND id = ANY($2) ORDER BY id FOR NO KEY UPDATE', [
    organizationId,
    people.flatMap((one) => one.addressId ?? []),
  ])
  const ids = `$${values.length + 2}::bigint[]`
  const { rows } = await client.query<SessionRow>(
    `SELECT ${sessionColumns} FROM dialogue_session s WHERE s.organization_id = $1 AND ${condition} AND s.id = ANY(${ids})
     ORDER BY s.id FOR NO KEY UPDATE`,
    [organizationId, ...values, people.map((one) => one.id)],
  )
  const dialogues = await client.query<About>(
    `SELECT ${aboutColumns} FROM dialogue WHERE organization_id = $1 AND id = ANY($2)`,
    [organizationId, rows.map((row) => row.dialogueId)],
  )
  const definitions = await readDefinitions(client, organizationId, rows)
  return withDefinition(rows, dialogues.rows, definitions).map(([row, about, definition]) =>
    askingOf(about, definition, row),
  )
}

async function optedOut(client: Client, organizationId: number, askings: readonly Asking[]): Promise<Set<number>> {
  const { rows } = await client.query<{ id: number }>(
    'SELECT address_id AS id FROM opt_out WHERE organization_id = $1 AND address_id = ANY($2)',
    [organizationId, askings.flatMap((one) => one.addressId ?? [])],
  )
  return new Set(rows.map((row) => row.id))
}

/** Sends what was said unasked to whoever has a number. Returns the conversations that it stands in. */
export async function say(
  client: Client,
  { id: organizationId, timeZone }: Pick<Town, 'id' | 'timeZone'>,
  turns: readonly Turn[],
  now: Date,
): Promise<number[]> {
  const said = turns.flatMap(({ asking, prompts }) => {
    const { addressId, channelId } = asking
    return prompts.length === 0 || addressId === null || channelId === null
      ? []
      : [{ asking, addressId, channelId, text: renderSms(prompts) }]
  })
  const conversations: number[] = []
  for (const [channelId, ofChannel] of Map.groupBy(said, (one) => one.channelId)) {
    const { rows } = await client.query<{ id: number; value: string; sender: string }>(
      `SELECT a.id, a.value, c.sender FROM address a JOIN channel c ON c.organization_id = $1 AND c.id = $3
       WHERE a.organization_id = $1 AND a.id = ANY($2)`,
      [organizationId, ofChannel.map((one) => one.addressId), channelId],
    )
    const people = new Map(rows.map((row) => [row.id, row]))
    const sentOn = dayIn(timeZone, now)
    const ids = await queueMessages(client, {
      organizationId,
      sentOn,
      broadcastId: null,
      channelId,
      priority: 'normal',
      notBefore: now,
      messages: ofChannel.map(({ asking, addressId, text }) => ({
        addressId,
        to: people.get(addressId)?.value ?? '',
        from:
          answeringSender(people.get(addressId)?.sender ?? '', asking.ownNumber) ?? people.get(addressId)?.sender ?? '',
        text,
        parts: measure(text).parts,
        validitySeconds: null,
      })),
    })
    const written = ofChannel.map((one, index) => ({ ...one, messageId: ids[index] ?? 0 }))
    const threads = await openThreads(
      client,
      organizationId,
      written.map(({ addressId }) => ({ addressId, channelId, at: now, conversationId: null })),
    )
    await addAutomatic(
      client,
      organizationId,
      written.map(({ asking, addressId, text, messageId }, index) => ({
        conversationId: threads[index]?.id ?? 0,
        addressId,
        channelId,
        text,
        at: now,
        sentOn,
        messageId,
        dialogueId: asking.about.id,
      })),
    )
    conversations.push(...threads.map((thread) => thread.id))
  }
  return conversations
}
