import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { ConversationThread, Template } from '@kurenda/contract'
import { createFirstAdministrator, hashKey } from '#modules/accounts'
import { NewsStream, type NewsEvent } from '#modules/integrations'
import { receiveIncoming, routeWaiting } from '#modules/inbound'
import { TestClock } from '#platform/clock'
import { listen, transaction } from '#platform/db'
import type { Server } from '#platform/http'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { createApi } from './api.ts'

const clerk = { email: 'urzad@testowa.example', name: 'Anna Testowa', password: 'sekretne-haslo-testowe' }
const key = `kur_${randomBytes(24).toString('base64url')}`

let db: TestDatabase
let server: Server
let news: NewsStream
let cookie = ''
let clock: TestClock
let ann = 0

beforeAll(async () => {
  db = await openTestDatabase()
  clock = new TestClock('2026-11-02T09:00:00Z')
  await db.owner.query(`SELECT create_partitions('2026-11-01', 2)`)
  await createFirstAdministrator(db.owner, { organizationId: db.organizationId, ...clerk })
  await db.owner.query(`INSERT INTO api_key (organization_id, name, hash, scopes) VALUES ($1, 'skrypt', $2, '{*}')`, [
    db.organizationId,
    hashKey(key),
  ])
  news = new NewsStream(db.api)
  server = await createApi({
    api: db.api,
    engine: db.engine,
    clock,
    logger: pino({ level: 'silent' }),
    news,
    authSecret: 'x'.repeat(32),
    publicUrl: 'http://127.0.0.1:8080',
  })
  await server.ready()
  const answer = await server.inject({
    method: 'POST',
    url: '/console-api/auth/sign-in/email',
    headers: { origin: 'http://127.0.0.1:8080' },
    payload: { email: clerk.email, password: clerk.password },
  })
  cookie = answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
})
afterAll(async () => {
  news.close()
  await server.close()
  await db.close()
})
beforeEach(async () => {
  await db.owner.query('TRUNCATE inbound, conversation, address, idempotency_key, outbox CASCADE')
  await transaction(db.engine, (client) =>
    receiveIncoming(client, db, [
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
  await routeWaiting(db.engine, clock)
  ann = (await inConsole<{ items: { id: number }[] }>('GET', '/conversations')).body.items[0]?.id ?? 0
})

async function call<Body>(
  prefix: string,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  headers: Record<string, string>,
  payload?: object,
): Promise<{ status: number; body: Body }> {
  const answer = await server.inject({ method, url: prefix + url, headers, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, body: answer.json<Body>() }
}
function inConsole<Body = ConversationThread>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  payload?: object,
) {
  return call<Body>('/console-api', method, url, { cookie }, payload)
}
function byKey<Body = ConversationThread>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  payload?: object,
  headers: Record<string, string> = {},
) {
  return call<Body>('/api/v1', method, url, { authorization: `Bearer ${key}`, ...headers }, payload)
}

it('a reply that is sent again under its Idempotency-Key goes out once; another one under that key is refused in words', async () => {
  const headers = { 'idempotency-key': 'odpowiedz-1', 'accept-language': 'pl' }
  const first = await byKey<{ entry: number }>('POST', `/conversations/${ann}/replies`, { text: 'We wtorek.' }, headers)
  const again = await byKey<{ entry: number }>('POST', `/conversations/${ann}/replies`, { text: 'We wtorek.' }, headers)
  expect([first.status, again.status]).toEqual([200, 200])
  expect(again.body).toEqual(first.body)
  const other = await byKey('POST', `/conversations/${ann}/replies`, { text: 'W środę.' }, headers)
  expect(other.body).toMatchObject({
    code: 'idempotency-mismatch',
    detail: 'Pod tym Idempotency-Key było już inne żądanie.',
  })
  expect((await db.owner.query('SELECT FROM outbox')).rowCount).toBe(1)
})

it('a step on what was seen before somebody else’s step is refused, and says so', async () => {
  const { body: seen } = await inConsole('GET', `/conversations/${ann}`)
  const taken = await inConsole('POST', `/conversations/${ann}/take`, { version: seen.version })
  expect(taken.body).toMatchObject({ assignee: { name: clerk.name }, version: seen.version + 1 })
  const late = await byKey(
    'POST',
    `/conversations/${ann}/close`,
    { version: seen.version },
    { 'accept-language': 'pl' },
  )
  expect([late.status, late.body]).toMatchObject([409, { code: 'conversation-changed', detail: /Ktoś był szybszy/ }])
  const closed = await byKey('POST', `/conversations/${ann}/close`, { version: taken.body.version })
  expect(closed.body).toMatchObject({ state: 'closed' })
  const open = await byKey('POST', `/conversations/${ann}/reopen`, { version: closed.body.version })
  const until = '2026-11-03T08:00:00.000Z'
  const asleep = await byKey('POST', `/conversations/${ann}/snooze`, { version: open.body.version, until })
  expect(asleep.body).toMatchObject({ snoozedUntil: until })
  const awake = await byKey('POST', `/conversations/${ann}/wake`, { version: asleep.body.version })
  expect(awake.body).toMatchObject({ snoozedUntil: null, state: 'waiting' })
})

it('whom a note names hears of it in the browser, and finds it in the list', async () => {
  const { rows } = await db.owner.query<{ id: string }>('SELECT id FROM "user"')
  const me = rows[0]?.id ?? ''
  const heard = new Promise<NewsEvent>((resolve) => {
    news.subscribe(db.organizationId, (event) => {
      if (event.name === 'mention') resolve(event)
    })
  })
  const bells = await listen(db.urls.api, { news: (payload) => news.ring(payload) })
  const note = await byKey<{ entry: number }>('POST', `/conversations/${ann}/notes`, {
    text: 'Zerknij',
    mentions: [me],
  })
  expect(await heard).toEqual({ name: 'mention', data: { conversation: ann, entry: note.body.entry, users: [me] } })
  await bells.close()
  const mentioned = () => inConsole<{ items: object[] }>('GET', '/conversations?view=mentioned')
  expect((await mentioned()).body.items).toHaveLength(1)
  await inConsole('POST', `/conversations/${ann}/read`)
  expect((await mentioned()).body.items).toHaveLength(0)
})

it('a key has no inbox of its own, and a list that lacks its queue is refused', async () => {
  expect(await byKey('GET', '/conversations?view=mine')).toMatchObject({ status: 403, body: { code: 'staff-needed' } })
  expect(await byKey('GET', '/conversations?view=queue')).toMatchObject({
    status: 400,
    body: { code: 'invalid-request' },
  })
  expect(await byKey('GET', '/conversations?view=overdue')).toMatchObject({ status: 200, body: { items: [] } })
})

it('presence is told to others and not to oneself', async () => {
  const present = await inConsole<{ others: object[] }>('POST', `/conversations/${ann}/presence`, { doing: 'typing' })
  expect(present.body).toEqual({ others: [] })
  expect((await inConsole('GET', `/conversations/${ann}`)).body.present).toEqual([])
  expect((await byKey('GET', `/conversations/${ann}`)).body.present).toMatchObject([
    { name: clerk.name, doing: 'typing' },
  ])
})

it('what was written is found, through both APIs', async () => {
  for (const search of [inConsole, byKey]) {
    const found = await search<{ items: object[] }>('GET', '/conversations/search?q=smiec')
    expect(found.body.items).toMatchObject([{ conversation: ann, from: '+48600100301', text: 'Kiedy odbiór śmieci?' }])
  }
})

it('a canned reply is made, read for the resident, changed and put away', async () => {
  const made = await byKey<Template>('POST', '/templates', {
    name: 'Śmieci',
    kind: 'reply',
    texts: { pl: 'Dzień dobry{% if imie_i_nazwisko %}, {{ imię i nazwisko }}{% endif %}. {{ urząd }}' },
  })
  expect(made).toMatchObject({ status: 200, body: { version: 1 } })
  const { id } = made.body
  const rendered = await inConsole('GET', `/conversations/${ann}/canned-reply?template=${id}`)
  expect(rendered.body).toEqual({ text: 'Dzień dobry. Gmina Testowa', language: 'pl', parts: 1, version: 1 })
  const loop = { basedOn: 1, texts: { pl: '{% for a in b %}{% endfor %}' } }
  expect(await byKey('POST', `/templates/${id}/versions`, loop)).toMatchObject({
    status: 422,
    body: { code: 'template-tag' },
  })
  const next = await byKey<Template>('POST', `/templates/${id}/versions`, {
    basedOn: 1,
    texts: { pl: 'Dobry', uk: 'Добрий' },
  })
  expect(next.body).toMatchObject({ version: 2, texts: { pl: 'Dobry', uk: 'Добрий' } })
  expect(await byKey('POST', `/templates/${id}/archive`)).toMatchObject({ status: 200 })
  expect((await inConsole<{ items: object[] }>('GET', '/templates?kind=reply')).body.items).toEqual([])
  const variables = await inConsole<{ items: string[] }>('GET', '/templates/variables?kind=out_of_hours')
  expect(variables.body.items).toContain('otwarte od')
})

it('keywords, queues and office hours are kept and read back', async () => {
  const answer = { answer: 'Odbiór w środę', template: null, group: null }
  expect((await byKey('PUT', '/keywords', { word: 'ŚMIECI.', ...answer })).body).toEqual({ word: 'smieci', ...answer })
  expect((await inConsole('GET', '/keywords')).body).toEqual({ items: [{ word: 'smieci', ...answer }] })
  expect(await byKey('PUT', '/keywords', { word: 'x', template: 5 })).toMatchObject({
    body: { code: 'template-not-found' },
  })
  expect(await byKey('DELETE', '/keywords?word=Smieci')).toMatchObject({ status: 200 })
  const { body } = await inConsole<{ items: { id: number }[] }>('POST', '/queues', { name: 'Drogi', isDefault: true })
  expect(body).toMatchObject({ items: [{ name: 'Drogi', isDefault: true, members: [] }] })
  expect(await inConsole('DELETE', `/queues/${body.items[0]?.id ?? 0}`)).toMatchObject({ status: 200 })
  const { body: hours } = await inConsole<{ version: number }>('GET', '/office-hours')
  expect(hours).toMatchObject({ version: 0, firstResponseMinutes: 480 })
  expect((await byKey('PUT', '/office-hours', { ...hours, firstResponseMinutes: 60 })).body).toMatchObject({
    version: 1,
  })
  expect(await byKey('PUT', '/office-hours', hours)).toMatchObject({
    status: 409,
    body: { code: 'office-hours-changed' },
  })
})
