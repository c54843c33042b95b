import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { ConversationCounts, ConversationThread, OfficeCalendarAround, PresentStaff } from '@kurenda/contract'
import type { Client } from '@kurenda/sdk'
import type { NewsEvent } from '#modules/integrations'
import { receiveIncoming, routeWaiting } from '#modules/inbound'
import { listen, transaction } from '#platform/db'
import { clerk, openTestApi, type TestApi } from './test-api.ts'

let api: TestApi
let client: Client
let ann = 0

beforeAll(async () => {
  api = await openTestApi({ now: '2026-11-02T09:00:00Z' })
  client = await api.client()
})
afterAll(() => api.close())
beforeEach(async () => {
  const { db, clock } = api
  await db.owner.query('TRUNCATE inbound, conversation, address, idempotency_key, outbox CASCADE')
  await transaction(db.engine, (tx) =>
    receiveIncoming(tx, db, [
      {
        is: 'message',
        from: '+48600100301',
        to: '+48600100200',
        content: { text: 'Kiedy odbiór śmieci?' },
        connection: 'a',
        at: clock.now(),
      },
    ]),
  )
  await routeWaiting(db.pipelined, clock)
  ann = (await client.conversations.list()).items[0]?.id ?? 0
})

/** What only a person who is signed in can ask. */
async function inConsole<Body>(method: 'GET' | 'POST', url: string, payload?: object): Promise<Body> {
  const headers = { cookie: api.cookie }
  const answer = await api.server.inject({ method, url: `/console-api${url}`, headers, ...(payload && { payload }) })
  return answer.json<Body>()
}

it('a reply that is sent again under its Idempotency-Key goes out once; another one under that key is refused in words', async () => {
  const under = { idempotencyKey: 'odpowiedz-1' }
  const first = await client.conversations.reply(ann, { text: 'We wtorek.' }, under)
  expect(await client.conversations.reply(ann, { text: 'We wtorek.' }, under)).toEqual(first)
  await expect(client.conversations.reply(ann, { text: 'W środę.' }, under)).rejects.toMatchObject({
    code: 'idempotency-mismatch',
    detail: 'Pod tym Idempotency-Key było już inne żądanie.',
  })
  expect((await api.db.owner.query('SELECT FROM outbox')).rowCount).toBe(1)
})

it('a step on what was seen before somebody else’s step is refused, and says so', async () => {
  const { version } = await client.conversations.get(ann)
  const taken = await inConsole<ConversationThread>('POST', `/conversations/${ann}/take`, { version })
  expect(taken).toMatchObject({ assignee: { name: clerk.name }, version: version + 1 })
  await expect(client.conversations.close(ann, { version })).rejects.toMatchObject({
    status: 409,
    code: 'conversation-changed',
    detail: expect.stringContaining('Ktoś był szybszy') as string,
  })
  const closed = await client.conversations.close(ann, { version: taken.version })
  expect(closed).toMatchObject({ state: 'closed' })
  const open = await client.conversations.reopen(ann, { version: closed.version })
  const until = '2026-11-03T08:00:00.000Z'
  const asleep = await client.conversations.snooze(ann, { version: open.version, until })
  expect(asleep).toMatchObject({ snoozedUntil: until })
  const awake = await client.conversations.wake(ann, { version: asleep.version })
  expect(awake).toMatchObject({ snoozedUntil: null, state: 'waiting' })
})

it('whom a note names hears of it in the browser, and finds it in the list', async () => {
  const { rows } = await api.db.owner.query<{ id: string }>('SELECT id FROM "user"')
  const me = rows[0]?.id ?? ''
  const heard = new Promise<NewsEvent>((resolve) => {
    api.news.subscribe(api.db.organizationId, (event) => {
      if (event.name === 'mention') resolve(event)
    })
  })
  const bells = await listen(api.db.urls.api, { news: (payload) => api.news.ring(payload) })
  const note = { text: 'Zerknij', mentions: [me] }
  const { entry } = await client.conversations.addNote(ann, note, { idempotencyKey: 'notatka-1' })
  expect(await client.conversations.addNote(ann, note, { idempotencyKey: 'notatka-1' })).toEqual({ entry })
  expect(await heard).toEqual({ name: 'mention', data: { conversation: ann, entry, users: [me] } })
  await bells.close()
  const mentioned = () => inConsole<{ items: object[] }>('GET', '/conversations?view=mentioned')
  expect((await mentioned()).items).toHaveLength(1)
  await api.inConsole.conversations.markRead(ann)
  expect((await mentioned()).items).toHaveLength(0)
})

it('a key has no inbox of its own, and a list that lacks its queue is refused', async () => {
  const { conversations } = client
  await expect(conversations.list({ view: 'mine' })).rejects.toMatchObject({ status: 403, code: 'staff-needed' })
  await expect(conversations.list({ view: 'queue' })).rejects.toMatchObject({ status: 400, code: 'invalid-request' })
  expect(await conversations.list({ view: 'overdue' })).toEqual({ items: [], next: null })
})

it('a conversation lies in the queue that it was given to, until the queue is no more', async () => {
  const { conversations, queues } = client
  const made = await queues.create({ name: 'Drogi', isDefault: true })
  expect(made).toMatchObject({ items: [{ name: 'Drogi', isDefault: true, members: [] }] })
  const id = made.items[0]?.id ?? 0
  expect(await queues.change(id, { name: 'Ulice' })).toMatchObject({ items: [{ name: 'Ulice', isDefault: false }] })
  const { version } = await conversations.get(ann)
  expect(await conversations.assign(ann, { version, queue: id })).toMatchObject({ queue: { id, name: 'Ulice' } })
  expect((await queues.list()).items).toMatchObject([{ waiting: 1 }])
  const inQueue = []
  for await (const one of conversations.list({ view: 'queue', queue: id })) inQueue.push(one.id)
  expect(inQueue).toEqual([ann])
  await queues.remove(id)
  expect(await conversations.get(ann)).toMatchObject({ queue: null, unread: 1 })
  await conversations.markRead(ann)
  expect(await conversations.get(ann)).toMatchObject({ unread: 0 })
})

it('presence is told to others and not to oneself', async () => {
  const present = await inConsole<PresentStaff>('POST', `/conversations/${ann}/presence`, { doing: 'typing' })
  expect(present).toEqual({ others: [] })
  expect((await api.inConsole.conversations.get(ann)).present).toEqual([])
  expect((await client.conversations.get(ann)).present).toMatchObject([{ name: clerk.name, doing: 'typing' }])
})

it('what was written is found, through both APIs', async () => {
  for (const { conversations } of [client, api.inConsole])
    expect((await conversations.search({ q: 'smiec' })).items).toMatchObject([
      { conversation: ann, from: '+48600100301', text: 'Kiedy odbiór śmieci?' },
    ])
})

it('a canned reply is made once under its key, read for the resident, changed and put away', async () => {
  const { templates, conversations } = client
  const canned = {
    name: 'Śmieci',
    kind: 'reply' as const,
    texts: { pl: 'Dzień dobry{% if imie_i_nazwisko %}, {{ imię i nazwisko }}{% endif %}. {{ urząd }}' },
  }
  const made = await templates.create(canned, { idempotencyKey: 'szablon-1' })
  expect(await templates.create(canned, { idempotencyKey: 'szablon-1' })).toEqual(made)
  const { id } = made
  const reads = { text: 'Dzień dobry. Gmina Testowa', language: 'pl', parts: 1, version: 1 }
  for (const one of [conversations, api.inConsole.conversations])
    expect(await one.cannedReply(ann, { template: id })).toEqual(reads)
  expect(await templates.render(id)).toEqual(reads)
  await expect(
    templates.addVersion(id, { basedOn: 1, texts: { pl: '{% for a in b %}{% endfor %}' } }),
  ).rejects.toMatchObject({ status: 422, code: 'template-tag' })
  const better = { basedOn: 1, texts: { pl: 'Dobry', uk: 'Добрий' } }
  const next = await templates.addVersion(id, better, { idempotencyKey: 'szablon-2' })
  expect(await templates.addVersion(id, better, { idempotencyKey: 'szablon-2' })).toEqual(next)
  expect(next).toMatchObject({ version: 2, texts: { pl: 'Dobry', uk: 'Добрий' } })
  expect(await templates.get(id)).toEqual(next)
  await templates.archive(id)
  expect((await api.inConsole.templates.list({ kind: 'reply' })).items).toEqual([])
  expect((await templates.list({ archived: 'true' })).items.map((one) => one.id)).toEqual([id])
  expect((await templates.variables({ kind: 'out_of_hours' })).items).toContain('otwarte od')
})

it('keywords and office hours are kept and read back', async () => {
  const { keywords, officeHours } = client
  const answer = { answer: 'Odbiór w środę', template: null, group: null }
  expect(await keywords.save({ word: 'ŚMIECI.', ...answer })).toEqual({ word: 'smieci', ...answer })
  for (const one of [keywords, api.inConsole.keywords])
    expect(await one.list()).toEqual({ items: [{ word: 'smieci', ...answer }] })
  await expect(keywords.save({ word: 'x', template: 5 })).rejects.toMatchObject({ code: 'template-not-found' })
  await keywords.remove({ word: 'Smieci' })
  const hours = await officeHours.get()
  expect(hours).toMatchObject({ version: 0, firstResponseMinutes: 480 })
  expect(await officeHours.save({ ...hours, firstResponseMinutes: 60 })).toMatchObject({ version: 1 })
  await expect(officeHours.save(hours)).rejects.toMatchObject({ status: 409, code: 'office-hours-changed' })
})

it('every call of the client about conversations was answered here', () => {
  expect(api.notAnswered(['conversations', 'keywords', 'officeHours', 'queues', 'templates'])).toEqual([])
})

it('each list of the inbox is counted as it is shown, and a thread says how an answer would leave', async () => {
  const counts = () => inConsole<ConversationCounts>('GET', '/conversations/counts')
  expect(await counts()).toEqual({ waiting: 1, mine: 0, unassigned: 1, overdue: 0, snoozed: 0, mentioned: 0 })
  const { version, answering } = await client.conversations.get(ann)
  expect(answering).toMatchObject({
    from: expect.stringMatching(/^\+48/) as string,
    pricePerPart: 0.08,
    currency: 'PLN',
  })
  const taken = await inConsole<ConversationThread>('POST', `/conversations/${ann}/take`, { version })
  await client.conversations.snooze(ann, { version: taken.version, until: '2026-11-03T08:00:00.000Z' })
  expect(await counts()).toMatchObject({ mine: 0, unassigned: 0, snoozed: 1 })
  await api.db.owner.query(`UPDATE channel SET sender = 'GMINA'`)
  await api.db.owner.query('UPDATE conversation SET own_number = NULL')
  expect(await client.conversations.get(ann)).toMatchObject({ answering: { from: null, sender: 'GMINA' } })
})

it('the clock of an answer stands still while the office is closed', async () => {
  const { open } = await inConsole<OfficeCalendarAround>('GET', '/office-calendar')
  // The eleventh of November is a holiday in the middle of the week.
  const days = open.map(({ from }) => from.slice(0, 10))
  expect(days).toContain('2026-11-10')
  expect(days).not.toContain('2026-11-11')
  expect(days).not.toContain('2026-11-14')
  expect(open.find(({ from }) => from.startsWith('2026-11-10'))).toEqual({
    from: '2026-11-10T06:30:00.000Z',
    until: '2026-11-10T14:30:00.000Z',
  })
})
