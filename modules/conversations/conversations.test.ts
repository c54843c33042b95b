import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ConversationView } from '@kurenda/contract'
import { TestClock } from '#platform/clock'
import { inOrganization, transaction, type Client } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { addIncoming, openThreads } from './add-incoming.ts'
import { assignConversation } from './assign-conversation.ts'
import { closeConversation, reopenConversation } from './close-conversation.ts'
import { listConversations, type ConversationQuery } from './list-conversations.ts'
import { markRead } from './mark-read.ts'
import { readOfficePlan } from './office-plan.ts'
import { changeQueue, createQueue, deleteQueue, listQueues } from './queues.ts'
import { readConversation } from './read-conversation.ts'
import { replyToConversation } from './reply-to-conversation.ts'
import { renewDueTimes, saveOfficeHours } from './save-office-hours.ts'
import { searchEntries } from './search-entries.ts'
import { showPresence } from './show-presence.ts'
import { snoozeConversation, wakeConversation, wakeSnoozed } from './snooze-conversation.ts'
import { findMentions, writeNote } from './write-note.ts'

let db: TestDatabase
let clock: TestClock
/** Monday, 10:00 in Warsaw. */
const monday = '2026-11-02T09:00:00Z'

beforeAll(async () => {
  db = await openTestDatabase()
  await db.owner.query(`INSERT INTO "user" (id, name, email) VALUES ('ewa', 'Ewa', 'ewa@x.example'), ('jan', 'Jan', 'jan@x.example'), ('obcy', 'Obcy', 'o@x.example')`)
  await db.owner.query(`INSERT INTO membership VALUES ($1, 'ewa', 'agent'), ($1, 'jan', 'agent')`, [db.organizationId])
}) // oxfmt-ignore
afterAll(() => db.close())
beforeEach(async () => {
  clock = new TestClock(monday)
  await db.owner.query('TRUNCATE conversation, address, queue, office_hours, outbox, opt_out CASCADE')
})

function within<T>(work: (client: Client) => Promise<T>): Promise<T> {
  return inOrganization(db.api, db.organizationId, work)
}
/** A text of a resident, as the router writes it; returns the conversation. */
async function text(from: string, words = 'Kiedy śmieci?', needsStaff = true): Promise<number> {
  return transaction(db.engine, async (client) => {
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO address (organization_id, value) VALUES ($1, $2) ON CONFLICT (organization_id, kind, value)
       DO UPDATE SET value = excluded.value RETURNING id`,
      [db.organizationId, from],
    )
    const at = clock.now()
    const one = { addressId: rows[0]?.id ?? 0, channelId: db.channelId, at, conversationId: null }
    const [thread] = await openThreads(client, db.organizationId, [one])
    const conversationId = thread?.id ?? 0
    const ownNumber = '+48600100200'
    await addIncoming(client, db.organizationId, await readOfficePlan(client, db.organizationId), [
      { ...one, conversationId, broadcastId: null, text: words, ownNumber, needsStaff },
    ])
    return conversationId
  })
}
const read = (id: number) => readConversation(db.api, db.organizationId, id, clock.now())
const list = async (view: ConversationView, query: ConversationQuery = {}) =>
  (await listConversations(db.api, db.organizationId, { view, now: clock.now(), ...query })).conversations.map(
    (c) => c.id,
  )
const assign = (id: number, version: number, to: { userId?: string | null; queueId?: number | null }) =>
  within((client) => assignConversation(client, db.organizationId, id, { version, ...to }))
const close = (id: number, version: number) => within((c) => closeConversation(c, db.organizationId, id, version))
const snooze = (id: number, version: number, until: Date) =>
  within((c) => snoozeConversation(c, db.organizationId, id, { version, until, now: clock.now() }))
const reply = (conversationId: number, change: { version?: number; authorId?: string | null } = {}) =>
  within((client) =>
    replyToConversation(client, { organizationId: db.organizationId, conversationId, text: 'We wtorek.', author: 'Ewa', authorId: 'ewa', at: clock.now(), ...change }),
  ) // oxfmt-ignore
const queue = (name: string, change: { isDefault?: boolean; members?: string[] } = {}) =>
  within((c) => createQueue(c, db.organizationId, { name, isDefault: false, members: [], ...change }))
const ann = '+48600100301'
const bob = '+48600100302'

describe('two members of staff never overwrite each other', () => {
  it('of two who take a conversation at once one gets it and the other is told', async () => {
    const id = await text(ann)
    const { version } = await read(id)
    const both = await Promise.allSettled([
      assign(id, version, { userId: 'ewa' }),
      assign(id, version, { userId: 'jan' }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(assign(id, version, { userId: 'jan' })).rejects.toMatchObject({ code: 'conversation-changed' })
    const taken = await read(id)
    await assign(id, taken.version, { userId: 'jan' })
    expect(await read(id)).toMatchObject({ assignee: 'jan', assigneeName: 'Jan' })
  })

  it('a conversation is not closed over a text that nobody has seen', async () => {
    const id = await text(ann)
    const { version } = await read(id)
    clock.advance(1000)
    await text(ann, 'I jeszcze jedno')
    await expect(close(id, version)).rejects.toMatchObject({ code: 'conversation-changed' })
    await close(id, version + 1)
    expect(await read(id)).toMatchObject({ state: 'closed', unread: 0, waitingSince: null, dueAt: null })
  })

  it('a second answer to the same text is held back, unless its author does not mind', async () => {
    const id = await text(ann)
    const { version } = await read(id)
    await reply(id, { version })
    await expect(reply(id, { version, authorId: 'jan' })).rejects.toMatchObject({ code: 'conversation-changed' })
    expect((await read(id)).entries).toHaveLength(2)
    await reply(id)
  })
})

it('who answers a conversation that nobody has taken has it; a taken one stays where it is', async () => {
  const id = await text(ann)
  await reply(id)
  expect(await read(id)).toMatchObject({ assignee: 'ewa', state: 'answered', dueAt: null })
  await reply(id, { authorId: 'jan' })
  expect(await read(id)).toMatchObject({ assignee: 'ewa' })
  await reply(id, { authorId: null })
  await assign(id, (await read(id)).version, { userId: null })
  expect(await read(id)).toMatchObject({ assignee: null })
})

it('a conversation is given only to staff and queues of the organization', async () => {
  const id = await text(ann)
  const { version } = await read(id)
  await expect(assign(id, version, { userId: 'obcy' })).rejects.toMatchObject({ code: 'staff-not-found' })
  await expect(assign(id, version, { queueId: 999 })).rejects.toMatchObject({ code: 'queue-not-found' })
  expect(await read(id)).toMatchObject({ version, assignee: null, queueId: null })
})

it('whoever was let go is given nothing and stands in no queue', async () => {
  const id = await text(ann)
  await db.owner.query(`INSERT INTO membership VALUES ($1, 'obcy', 'agent')`, [db.organizationId])
  const queue = { name: 'Dawni', isDefault: false, members: ['obcy'] }
  await within((client) => createQueue(client, db.organizationId, queue))
  const members = async () =>
    (await within((client) => listQueues(client, db.organizationId))).find(({ name }) => name === 'Dawni')?.members
  expect(await members()).toHaveLength(1)
  await db.owner.query(`UPDATE membership SET deactivated_at = now() WHERE user_id = 'obcy'`)
  expect(await members()).toEqual([])
  const { version } = await read(id)
  await expect(assign(id, version, { userId: 'obcy' })).rejects.toMatchObject({ code: 'staff-not-found' })
  await db.owner.query(`DELETE FROM membership WHERE user_id = 'obcy'`)
})

it('who leaves the staff has no conversations', async () => {
  const id = await text(ann)
  await db.owner.query(`INSERT INTO membership VALUES ($1, 'obcy', 'agent')`, [db.organizationId])
  await assign(id, 2, { userId: 'obcy' })
  await db.owner.query(`DELETE FROM membership WHERE user_id = 'obcy'`)
  expect(await read(id)).toMatchObject({ assignee: null })
})

it('a text that staff should read lies in the default queue, what the machine dealt with in none', async () => {
  const roads = await queue('Drogi', { isDefault: true, members: ['ewa'] })
  const waits = await text(ann)
  await text(bob, 'STOP', false)
  expect(await list('queue', { queue: roads })).toEqual([waits])
  const all = await queue('Wszystko', { isDefault: true })
  expect(await within((c) => listQueues(c, db.organizationId))).toMatchObject([
    { name: 'Drogi', isDefault: false, members: [{ userId: 'ewa', name: 'Ewa' }], waiting: 1 },
    { name: 'Wszystko', isDefault: true, waiting: 0 },
  ])
  await expect(queue('Drogi')).rejects.toMatchObject({ code: 'queue-exists' })
  await within((c) =>
    changeQueue(c, db.organizationId, all, { name: 'Inne', isDefault: true, members: ['jan', 'ewa'] }),
  )
  await assign(waits, 2, { queueId: all })
  await within((c) => deleteQueue(c, db.organizationId, all))
  expect(await read(waits)).toMatchObject({ queueId: null })
})

it('a closed conversation is opened again by a new text, and staff can open it too', async () => {
  const id = await text(ann)
  await close(id, 2)
  expect(await list('closed')).toEqual([id])
  clock.advance(86_400_000)
  expect(await text(ann, 'Jednak nie')).toBe(id)
  expect(await read(id)).toMatchObject({ state: 'waiting', unread: 1, waitingSince: clock.now() })
  const { version } = await read(id)
  await close(id, version)
  await within((c) => reopenConversation(c, db.organizationId, id, version + 1))
  expect(await read(id)).toMatchObject({ state: 'waiting', dueAt: null })
})

it('several conversations of one number may be open: a text goes on with the latest, or with the one that is named', async () => {
  const first = await text(ann)
  const { rows } = await db.owner.query<{ id: number }>(
    `INSERT INTO conversation (organization_id, address_id, channel_id, last_at) SELECT organization_id, address_id, channel_id, last_at
     FROM conversation WHERE id = $1 RETURNING id`,
    [first],
  )
  const second = rows[0]?.id ?? 0
  expect(await text(ann, 'Halo')).toBe(second)
  await transaction(db.engine, async (client) => {
    const address = await client.query<{ id: number }>('SELECT id FROM address')
    const one = { addressId: address.rows[0]?.id ?? 0, channelId: db.channelId, at: clock.now(), conversationId: first }
    expect(await openThreads(client, db.organizationId, [one])).toMatchObject([{ id: first }])
  })
})

describe('a snoozed conversation', () => {
  const tomorrow = () => new Date(clock.now().getTime() + 86_400_000)

  it('is in no everyday list until its instant, then waits again, unread', async () => {
    const id = await text(ann)
    await reply(id)
    await markRead(db.api, db.organizationId, id)
    await snooze(id, 3, tomorrow())
    expect(await list('mine', { userId: 'ewa' })).toEqual([])
    expect(await list('snoozed')).toEqual([id])
    expect(await wakeSnoozed(db.engine, clock.now())).toBe(0)
    expect(await wakeSnoozed(db.engine, tomorrow())).toBe(1)
    expect(await read(id)).toMatchObject({ state: 'waiting', unread: 1, snoozedUntil: null, dueAt: null })
    expect(await list('mine', { userId: 'ewa' })).toEqual([id])
  })

  it('wakes by a new text of the resident, or by staff', async () => {
    const id = await text(ann)
    await snooze(id, 2, tomorrow())
    await text(ann, 'Halo?')
    expect(await read(id)).toMatchObject({ snoozedUntil: null, version: 4 })
    await snooze(id, 4, tomorrow())
    await within((c) => wakeConversation(c, db.organizationId, id, 5))
    expect(await list('unassigned')).toEqual([id])
  })

  it('is overdue all the same, and neither the past nor a closed one can be chosen', async () => {
    const id = await text(ann)
    await expect(snooze(id, 2, clock.now())).rejects.toMatchObject({ code: 'snooze-in-the-past' })
    await snooze(id, 2, new Date('2026-12-01T08:00:00Z'))
    clock.advance(2 * 86_400_000)
    expect(await list('overdue')).toEqual([id])
    await close(id, 3)
    expect(await list('snoozed')).toEqual([])
    await expect(snooze(id, 4, tomorrow())).rejects.toMatchObject({ code: 'conversation-closed' })
  })
})

describe('the clock of the answer', () => {
  const hours = { opens: [1, 2, 3, 4, 5].map((day) => ({ day, from: '07:30', until: '15:30' })), publicHolidays: true, closedOn: [], answerWhenClosed: false, outOfHoursTemplate: null, noReplyTemplate: null } // oxfmt-ignore
  const save = (firstResponseMinutes: number, version: number) =>
    within((c) => saveOfficeHours(c, db.organizationId, { ...hours, firstResponseMinutes, version }))

  it('counts working time from the first unanswered text, and stops with the answer', async () => {
    await save(60, 0)
    clock = new TestClock('2026-11-10T14:00:00Z')
    const id = await text(ann)
    clock.advance(60_000)
    await text(ann, 'Halo?')
    // Half an hour on Tuesday; Wednesday is Independence Day; half an hour on Thursday.
    expect(await read(id)).toMatchObject({ dueAt: new Date('2026-11-12T07:00:00Z') })
    await reply(id)
    expect(await read(id)).toMatchObject({ dueAt: null })
  })

  it('shows what is overdue, the most overdue first', async () => {
    await save(60, 0)
    const first = await text(ann)
    clock.advance(60_000)
    const second = await text(bob)
    expect(await list('overdue')).toEqual([])
    clock.advance(3_600_001)
    expect(await list('overdue')).toEqual([first, second])
  })

  it('new hours count for everyone who waits, and two administrators never overwrite each other', async () => {
    const id = await text(ann)
    expect(await read(id)).toMatchObject({ dueAt: new Date('2026-11-03T09:00:00Z') })
    expect(await save(60, 0)).toBe(1)
    await expect(save(30, 0)).rejects.toMatchObject({ code: 'office-hours-changed' })
    expect(await save(30, 1)).toBe(2)
    expect((await db.engine.query('SELECT kind FROM outbox')).rows).toEqual([
      { kind: 'conversation.hours' },
      { kind: 'conversation.hours' },
    ])
    expect(await renewDueTimes(db.engine, db.organizationId)).toBe(1)
    expect(await read(id)).toMatchObject({ dueAt: new Date('2026-11-02T09:30:00Z') })
  })
})

describe('a note', () => {
  it('stands in the thread, is sent to nobody, and changes no state', async () => {
    const id = await text(ann)
    await within((c) => writeNote(c, db.organizationId, id, { text: 'Dzwonić po 15', author: 'Ewa', authorId: 'ewa', mentions: [], at: clock.now() }))
    expect(await read(id)).toMatchObject({ state: 'waiting', version: 2, lastText: 'Kiedy śmieci?' })
    expect((await read(id)).entries[1]).toMatchObject({ direction: 'note', author: 'Ewa', messageState: null, mentions: [] })
    expect((await db.engine.query('SELECT FROM outbox')).rowCount).toBe(0)
  }) // oxfmt-ignore

  it('brings the conversation to whom it names until they have seen it', async () => {
    const id = await text(ann)
    const note = { text: 'Janie, zerknij', author: 'Ewa', authorId: 'ewa', mentions: ['jan', 'jan'], at: clock.now() }
    const entry = await within((c) => writeNote(c, db.organizationId, id, note))
    expect(await within((c) => findMentions(c, db.organizationId, entry))).toEqual({ conversation: id, users: ['jan'] })
    expect((await read(id)).entries[1]?.mentions).toEqual([{ userId: 'jan', name: 'Jan' }])
    expect(await list('mentioned', { userId: 'jan' })).toEqual([id])
    expect(await list('mentioned', { userId: 'ewa' })).toEqual([])
    await markRead(db.api, db.organizationId, id, { userId: 'jan', at: clock.now() })
    expect(await list('mentioned', { userId: 'jan' })).toEqual([])
    await expect(
      within((c) => writeNote(c, db.organizationId, id, { ...note, mentions: ['obcy'] })),
    ).rejects.toMatchObject({ code: 'staff-not-found' })
  })
})

it('staff see who else looks at a conversation or types in it, for a few seconds', async () => {
  const id = await text(ann)
  const show = (userId: string, doing: 'viewing' | 'typing' | 'gone') =>
    within((c) => showPresence(c, db.organizationId, id, { userId, name: userId, doing, now: clock.now() }))
  expect(await show('ewa', 'viewing')).toEqual({ changed: true, others: [] })
  expect(await show('jan', 'typing')).toMatchObject({ changed: true, others: [{ userId: 'ewa', doing: 'viewing' }] })
  clock.advance(5_000)
  expect(await show('jan', 'typing')).toMatchObject({ changed: false })
  expect(await read(id)).toMatchObject({ present: [{ userId: 'ewa' }, { userId: 'jan', doing: 'typing' }] })
  clock.advance(6_000)
  expect(await read(id)).toMatchObject({ present: [{ userId: 'jan' }] })
  await show('jan', 'gone')
  expect(await read(id)).toMatchObject({ present: [] })
  await show('jan', 'viewing')
  clock.advance(11_000)
  await wakeSnoozed(db.engine, clock.now())
  expect((await db.engine.query('SELECT FROM conversation_presence')).rowCount).toBe(0)
})

describe('the search', () => {
  const found = async (words: string, before?: number) =>
    (await within((c) => searchEntries(c, db.organizationId, { words, before, limit: 50 }))).map((one) => one.text)

  it('finds words with and without Polish letters, begun ones too, in texts and notes', async () => {
    const id = await text(ann, 'Gdzie oddać ŻARÓWKI i śmieci wielkogabarytowe?')
    await text(bob, 'Коли вивезуть сміття?')
    await within((c) => writeNote(c, db.organizationId, id, { text: 'Źródło: PSZOK', author: 'Ewa', authorId: 'ewa', mentions: [], at: clock.now() }))
    expect(await found('zarowki')).toHaveLength(1)
    expect(await found('ŻARÓWK')).toHaveLength(1)
    expect(await found('smiec wielkogab')).toHaveLength(1)
    expect(await found('śmieci pszok')).toEqual([])
    expect(await found('zrodlo')).toEqual(['Źródło: PSZOK'])
    expect(await found('сміття')).toHaveLength(1)
  }) // oxfmt-ignore

  it.each(["' OR 1=1", ':* & !', '\\', '% _', '()', '"', '<->', 'a & | b'])('%s breaks nothing', async (words) => {
    await text(ann)
    await expect(found(words)).resolves.toEqual([])
  })

  it('another organization finds nothing', async () => {
    await text(ann)
    const other = await inOrganization(db.api, db.organizationId + 1, (c) =>
      searchEntries(c, db.organizationId, { words: 'smieci', limit: 50 }),
    )
    expect(other).toEqual([])
  })

  it('a word that stands everywhere is found page by page, the newest first', async () => {
    const id = await text(ann, 'rzadkie')
    await db.owner.query(
      `INSERT INTO conversation_entry (organization_id, conversation_id, direction, text, at)
       SELECT $1, $2, 'in', 'Dzień dobry ' || n, now() FROM generate_series(1, 5100) n`,
      [db.organizationId, id],
    )
    const page = await within((c) => searchEntries(c, db.organizationId, { words: 'dzien dobry', limit: 2 }))
    expect(page.map((one) => one.text)).toEqual(['Dzień dobry 5100', 'Dzień dobry 5099'])
    expect((await found('dzien dobry', page[1]?.entry)).slice(0, 1)).toEqual(['Dzień dobry 5098'])
    expect(await found('rzadkie')).toEqual(['rzadkie'])
  })
})

it('every list comes page by page, nothing twice and nothing missing', async () => {
  const roads = await queue('Drogi', { isDefault: true })
  const ids: number[] = []
  for (let n = 10; n < 17; n++) {
    clock.advance(n % 2 === 0 ? 1000 : 0)
    ids.push(await text(`+486001005${String(n)}`))
  }
  for (const id of ids.slice(0, 5)) await assign(id, 2, { userId: 'ewa' })
  clock.advance(3 * 86_400_000)
  for (const [view, expected] of [['all', 7], ['waiting', 7], ['mine', 5], ['unassigned', 2], ['queue', 7], ['overdue', 7]] as const) {
    const seen: number[] = []
    let cursor: string | undefined
    do {
      const page = await listConversations(db.api, db.organizationId, { view, queue: roads, userId: 'ewa', now: clock.now(), limit: 2, cursor })
      seen.push(...page.conversations.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect([view, seen.length, new Set(seen).size]).toEqual([view, expected, expected])
  }
  await expect(list('mine')).rejects.toMatchObject({ code: 'staff-needed' })
}) // oxfmt-ignore

describe('whom nobody could write back to', () => {
  afterAll(() => db.owner.query(`UPDATE channel SET sender = '+48600100200'`))

  it('is not answered from a name, unless they wrote to a number of ours', async () => {
    const id = await text(ann)
    await db.owner.query(`UPDATE channel SET sender = 'GMINA'`)
    await reply(id)
    await db.owner.query('UPDATE conversation SET own_number = NULL')
    await expect(reply(id)).rejects.toMatchObject({ code: 'sender-cannot-be-answered', params: { sender: 'GMINA' } })
  })

  it('a name or a short code is not answered at all', async () => {
    const id = await text('BANK')
    await expect(reply(id)).rejects.toMatchObject({ code: 'recipient-cannot-be-answered' })
  })
})
