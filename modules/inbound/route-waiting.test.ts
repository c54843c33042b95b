import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { TestClock } from '#platform/clock'
import { inOrganization, transaction } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import {
  listConversations,
  markRead,
  readConversation,
  replyToConversation,
  sendReply,
  type Reply,
} from '#modules/conversations'
import { receiveIncoming } from './receive-incoming.ts'
import { routeWaiting } from './route-waiting.ts'

let db: TestDatabase
let clock: TestClock
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())
beforeEach(async () => {
  clock = new TestClock('2026-11-02T23:30:00Z')
  await db.owner.query(`SELECT create_partitions('2026-10-01', 3)`)
  await db.owner.query(
    'TRUNCATE inbound, conversation, conversation_entry, opt_out, consent_event, keyword, message, message_body, dispatch_chunk, outbox, contact, contact_group, contact_address, group_member, address CASCADE',
  )
})

async function write(from: string, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    clock.advance(1000)
    await transaction(db.engine, (client) =>
      receiveIncoming(client, db, [
        { is: 'message', from, to: '48600100200', content: { text }, connection: 'a', at: clock.now() },
      ]),
    )
  }
  await routeWaiting(db.pipelined, clock)
}
async function sent(): Promise<string[]> {
  const { rows } = await db.engine.query<{ text: string }>('SELECT text FROM message_body ORDER BY id')
  return rows.map((row) => row.text)
}
async function routes(): Promise<(string | null)[]> {
  const { rows } = await db.engine.query<{ route: string | null }>('SELECT route FROM inbound ORDER BY id')
  return rows.map((row) => row.route)
}
function answer(reply: Pick<Reply, 'conversationId' | 'text' | 'author'>): Promise<number> {
  const { organizationId } = db
  return inOrganization(db.api, organizationId, (client) =>
    replyToConversation(client, { ...reply, organizationId, authorId: null, at: clock.now() }),
  )
}
const ann = '+48600100301'

it('STOP is recorded and confirmed once, START brings the person back', async () => {
  await write(ann, 'STOP', 'stop dziękuję')
  expect(await sent()).toEqual(['Wypisano. Nie będziemy już pisać. Aby wrócić, napisz START.'])
  expect((await db.engine.query('SELECT FROM opt_out')).rowCount).toBe(1)
  await write(ann, 'START')
  expect((await db.engine.query('SELECT FROM opt_out')).rowCount).toBe(0)
  const { rows } = await db.engine.query('SELECT what, words FROM consent_event ORDER BY id')
  expect(rows).toEqual([
    { what: 'opt_out', words: 'STOP' },
    { what: 'opt_out', words: 'stop dziękuję' },
    { what: 'opt_in', words: 'START' },
  ])
  const { rows: chunks } = await db.engine.query('SELECT DISTINCT priority, sent_on FROM dispatch_chunk')
  // Half past midnight in Warsaw is the next day.
  expect(chunks).toEqual([{ priority: 1, sent_on: '2026-11-03' }])
})

it('a keyword from an anonymous number is answered and joins the group', async () => {
  const group = await db.owner.query<{ id: number }>(
    `INSERT INTO contact_group (organization_id, name) VALUES ($1, 'Woda') RETURNING id`,
    [db.organizationId],
  )
  await db.owner.query(`INSERT INTO keyword VALUES ($1, 'woda', 'Dziękujemy', $2)`, [
    db.organizationId,
    group.rows[0]?.id,
  ])
  await write(ann, 'Woda.')
  expect(await sent()).toEqual(['Dziękujemy'])
  expect((await db.engine.query('SELECT FROM group_member')).rowCount).toBe(1)
  const { conversations } = await listConversations(db.api, db.organizationId)
  expect(conversations).toMatchObject([{ from: ann, groups: ['Woda'], names: [], unread: 0, state: 'answered' }])
  await write(ann, 'woda stop')
  expect((await db.engine.query('SELECT FROM group_member')).rowCount).toBe(0)
  expect((await db.engine.query('SELECT FROM opt_out')).rowCount).toBe(0)
})

it('one number gets at most three automatic answers in ten minutes', async () => {
  await db.owner.query(`INSERT INTO keyword VALUES ($1, 'info', 'Tak', NULL)`, [db.organizationId])
  await write(ann, 'info', 'info')
  await write(ann, 'info', 'info', 'info')
  expect(await sent()).toHaveLength(3)
  clock.advance(11 * 60_000)
  await write(ann, 'info')
  expect(await sent()).toHaveLength(4)
})

it('a name or a short code is heard and never answered', async () => {
  await write('BANK', 'STOP')
  expect(await routes()).toEqual(['opt-out'])
  expect(await sent()).toEqual([])
})

it('a text within 72 hours of a broadcast is its reply', async () => {
  await write(ann, 'Dzień dobry')
  const at = new Date(clock.now().getTime() - 71 * 3_600_000)
  await db.owner.query(
    `INSERT INTO message (organization_id, sent_on, id, broadcast_id, address_id, channel_id, state, parts, submitted_at)
     SELECT organization_id, $1::timestamptz::date, 77, 5, id, $2, 2, 1, $1 FROM address`,
    [at, db.channelId],
  )
  await write(ann, 'NIE')
  clock.advance(2 * 3_600_000)
  await write(ann, 'i co dalej')
  expect(await routes()).toEqual(['inbox', 'reply', 'inbox'])
  const { conversations } = await listConversations(db.api, db.organizationId)
  expect(conversations).toMatchObject([{ broadcastId: 5, unread: 3, state: 'waiting', lastText: 'i co dalej' }])
})

it('two workers route each text once and open one conversation for a person', async () => {
  await db.owner.query(
    `INSERT INTO inbound (organization_id, channel_id, from_value, to_value, text, digest, connection, at)
     SELECT $1, $2, '+486001003' || (10 + n % 40), '+48600100200', 'x' || n, '', 'a', $3 FROM generate_series(1, 900) n`,
    [db.organizationId, db.channelId, clock.now()],
  )
  const counts = await Promise.all([1, 2, 3].map(() => routeWaiting(db.pipelined, clock)))
  expect(counts.reduce((a, b) => a + b)).toBe(900)
  expect((await db.engine.query('SELECT FROM conversation')).rowCount).toBe(40)
  expect((await db.engine.query('SELECT FROM conversation_entry')).rowCount).toBe(900)
  const first = await listConversations(db.api, db.organizationId, { limit: 25 })
  const second = await listConversations(db.api, db.organizationId, { limit: 25, cursor: first.nextCursor ?? '' })
  expect(new Set([...first.conversations, ...second.conversations].map((c) => c.id)).size).toBe(40)
  expect(second.nextCursor).toBeNull()
})

it('after 14 quiet days a text opens a new conversation', async () => {
  await write(ann, 'Dzień dobry')
  clock.advance(13 * 86_400_000)
  await write(ann, 'Halo')
  clock.advance(15 * 86_400_000)
  await write(ann, 'Halo')
  expect((await db.engine.query('SELECT FROM conversation')).rowCount).toBe(2)
})

it('a reply goes out once, from the number of the channel', async () => {
  await write(ann, 'Kiedy śmieci?')
  const id = (await listConversations(db.api, db.organizationId)).conversations[0]?.id ?? 0
  await markRead(db.api, db.organizationId, id)
  clock.advance(1000)
  const reply = { conversationId: id, text: 'We wtorek.', author: 'Ewa' }
  const entryId = await answer(reply)
  const { rows } = await db.engine.query('SELECT kind, payload FROM outbox')
  expect(rows).toEqual([{ kind: 'conversation.reply', payload: { entryId } }])
  await Promise.all([1, 2].map(() => sendReply(db.engine, clock, db.organizationId, { entryId })))
  const bodies = await db.engine.query('SELECT to_value, from_value, text FROM message_body')
  expect(bodies.rows).toEqual([{ to_value: ann, from_value: '+48600100200', text: 'We wtorek.' }])
  expect(await readConversation(db.api, db.organizationId, id, clock.now())).toMatchObject({
    state: 'answered',
    unread: 0,
    waitingSince: null,
    entries: [
      { direction: 'in', messageState: null },
      { direction: 'out', author: 'Ewa', messageState: 'queued' },
    ],
  })
})

it('who sent STOP gets no reply until they write again', async () => {
  await write(ann, 'Kiedy śmieci?', 'STOP')
  const conversationId = (await listConversations(db.api, db.organizationId)).conversations[0]?.id ?? 0
  const reply = { conversationId, text: 'We wtorek.', author: 'Ewa' }
  await expect(answer(reply)).rejects.toMatchObject({ code: 'recipient-opted-out' })
  await write(ann, 'A jednak: kiedy?')
  await expect(answer(reply)).resolves.toBeGreaterThan(0)
})

it('another organization sees no conversation', async () => {
  await write(ann, 'Kiedy śmieci?')
  const id = (await listConversations(db.api, db.organizationId)).conversations[0]?.id ?? 0
  expect((await listConversations(db.api, db.organizationId + 1)).conversations).toEqual([])
  await expect(readConversation(db.api, db.organizationId + 1, id, clock.now())).rejects.toMatchObject({
    code: 'not-found',
  })
})

it('a text that cannot be routed holds up no other, and is kept', async () => {
  // An answer of more parts than a message can have.
  await db.engine.query(
    `INSERT INTO keyword (organization_id, word, answer) VALUES ($1, 'zbiorka', repeat('ą', 67 * 33000))`,
    [db.organizationId],
  )
  await expect(write(ann, 'ZBIORKA')).rejects.toThrow()
  expect(await routes()).toEqual(['failed'])
  await write(ann, 'Halo?')
  expect(await routes()).toEqual(['failed', 'inbox'])
})
