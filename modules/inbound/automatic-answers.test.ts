import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listConversations, saveOfficeHours } from '#modules/conversations'
import { createTemplate } from '#modules/templates'
import { TestClock } from '#platform/clock'
import { inOrganization, transaction, type Client } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { saveKeyword } from './keywords.ts'
import { receiveIncoming } from './receive-incoming.ts'
import { routeWaiting } from './route-waiting.ts'

let db: TestDatabase
let clock: TestClock
const ann = '+48600100301'
const oleh = '+48600100302'
/** A Monday at 10:00 in Warsaw. */
const monday = '2026-11-02T09:00:00Z'

beforeEach(async () => {
  clock = new TestClock(monday)
  await db.owner.query(
    `TRUNCATE inbound, conversation, opt_out, consent_event, keyword, message, message_body, dispatch_chunk, outbox, contact,
       contact_group, address, office_hours, template, no_reply_answer, broadcast CASCADE`,
  )
})
beforeAll(async () => {
  db = await openTestDatabase()
  await db.owner.query(`SELECT create_partitions('2026-10-01', 4)`)
})
afterAll(() => db.close())

function within<T>(work: (client: Client) => Promise<T>): Promise<T> {
  return inOrganization(db.api, db.organizationId, work)
}
async function write(from: string, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    clock.advance(1000)
    await deliver(from, text, 'a')
  }
  await routeWaiting(db.pipelined, clock)
}
async function deliver(from: string, text: string, connection: string): Promise<void> {
  await transaction(db.engine, (client) =>
    receiveIncoming(client, db, [
      { is: 'message', from, to: '48600100200', content: { text }, connection, at: clock.now() },
    ]),
  )
}
async function sent(): Promise<string[]> {
  const { rows } = await db.engine.query<{ text: string }>('SELECT text FROM message_body ORDER BY id')
  return rows.map((row) => row.text)
}
async function addContact(phone: string, language: string, name: string): Promise<void> {
  await db.owner.query(
    `WITH a AS (INSERT INTO address (organization_id, value) VALUES ($1, $2) RETURNING id),
       c AS (INSERT INTO contact (organization_id, language, name) VALUES ($1, $3, $4) RETURNING id)
     INSERT INTO contact_address SELECT $1, c.id, a.id FROM a, c`,
    [db.organizationId, phone, language, name],
  )
}
async function addBroadcast(noReply: boolean, at: Date): Promise<number> {
  const { rows } = await db.owner.query<{ id: number }>(
    `INSERT INTO broadcast (organization_id, name, template, channel_id, sender, state, replies)
     VALUES ($1, 'Woda', 'Nie ma wody', $2, '+48600100200', 'finished', $3) RETURNING id`,
    [db.organizationId, db.channelId, noReply ? 'no_reply' : 'two_way'],
  )
  const id = rows[0]?.id ?? 0
  await db.owner.query(
    `INSERT INTO message (organization_id, sent_on, id, broadcast_id, address_id, channel_id, state, parts, submitted_at)
     SELECT organization_id, $2::timestamptz::date, $1 * 1000 + id, $1, id, $3, 2, 1, $2 FROM address`,
    [id, at, db.channelId],
  )
  return id
}
async function office(change: object): Promise<void> {
  await within((client) =>
    saveOfficeHours(client, db.organizationId, {
      opens: [1, 2, 3, 4, 5].map((day) => ({ day, from: '07:30', until: '15:30' })),
      publicHolidays: true,
      closedOn: [],
      firstResponseMinutes: 60,
      answerWhenClosed: true,
      outOfHoursTemplate: null,
      noReplyTemplate: null,
      version: 0,
      ...change,
    }),
  )
}
async function template(kind: 'keyword' | 'no_reply' | 'out_of_hours', texts: object): Promise<number> {
  const made = { name: kind, kind, texts, author: 'Ewa', at: clock.now() }
  return (await within((client) => createTemplate(client, db.organizationId, made))).id
}

describe('a keyword is answered in the language of the person', () => {
  it('from its template', async () => {
    await addContact(oleh, 'uk', 'Олег')
    const id = await template('keyword', {
      pl: 'Odbiór w środę, {{ urząd }}.',
      uk: 'Вивіз у середу, {{ imię i nazwisko }}.',
    })
    await within((client) =>
      saveKeyword(client, db.organizationId, { word: 'Śmieci', answer: '', template: id, group: null }),
    )
    await write(ann, 'SMIECI')
    await write(oleh, 'śmieci')
    expect(await sent()).toEqual(['Odbiór w środę, Gmina Testowa.', 'Вивіз у середу, Олег.'])
  })

  it('when it joins a group', async () => {
    await addContact(oleh, 'uk', 'Олег')
    await db.owner.query(
      `INSERT INTO contact_group (organization_id, name, keyword) VALUES ($1, 'Kultura', 'kultura')`,
      [db.organizationId],
    )
    await write(ann, 'kultura')
    await write(oleh, 'KULTURA')
    expect(await sent()).toEqual([
      'Zapisano: Kultura. Aby się wypisać, napisz STOP.',
      'Вас підписано: Kultura. Щоб відписатися, надішліть STOP.',
    ])
  })

  it('and where the person’s values make it too long to send, by its plain words', async () => {
    await addContact(oleh, 'uk', 'ї'.repeat(1000))
    const id = await template('keyword', { pl: '{{ imię i nazwisko }}' })
    await within((client) =>
      saveKeyword(client, db.organizationId, { word: 'ja', answer: 'Tak.', template: id, group: null }),
    )
    await write(oleh, 'ja')
    expect(await sent()).toEqual(['Tak.'])
  })
})

describe('who writes to a no-reply sender', () => {
  it('is told so once for each broadcast, whatever they write', async () => {
    await addContact(ann, 'pl', 'Anna')
    await addBroadcast(true, clock.now())
    await write(ann, 'A kiedy wróci?', 'Halo?')
    await write(ann, 'HALO')
    expect(await sent()).toEqual(['Odpowiedzi na ten SMS nikt nie czyta. Prosimy o kontakt z urzędem.'])
    clock.advance(3_600_000)
    await addBroadcast(true, clock.now())
    await write(ann, 'A dziś?')
    expect(await sent()).toHaveLength(2)
  })

  it('is told in their language, from the office’s template', async () => {
    await addContact(oleh, 'uk', 'Олег')
    const id = await template('no_reply', { pl: 'Nikt nie czyta: 600 000 000', uk: 'Ніхто не читає: 600 000 000' })
    await office({ noReplyTemplate: id })
    await addBroadcast(true, clock.now())
    await write(oleh, 'Що сталося?')
    expect(await sent()).toEqual(['Ніхто не читає: 600 000 000'])
  })

  it('makes nobody wait for staff, loses nothing, and leaves with a plain no', async () => {
    await addContact(ann, 'pl', 'Anna')
    const id = await addBroadcast(true, clock.now())
    await write(ann, 'Dobrze')
    const { conversations } = await listConversations(db.api, db.organizationId)
    expect(conversations).toMatchObject([{ state: 'answered', unread: 0, dueAt: null, broadcastId: id }])
    await write(ann, 'NIE')
    expect((await db.engine.query('SELECT FROM opt_out')).rowCount).toBe(1)
  })

  it('but a broadcast that is read gets an answer from people', async () => {
    await addContact(ann, 'pl', 'Anna')
    await addBroadcast(false, clock.now())
    await write(ann, 'NIE')
    expect(await sent()).toEqual([])
    expect((await db.engine.query('SELECT FROM opt_out')).rowCount).toBe(0)
  })
})

describe('who writes while the office is closed', () => {
  const evening = 8 * 3_600_000

  it('is told when it opens, once in a closed period, and again in the next', async () => {
    await office({})
    await write(ann, 'Dzień dobry')
    expect(await sent()).toEqual([])
    clock.advance(evening)
    await write(ann, 'Halo?', 'Jest tam kto?')
    clock.advance(4 * 3_600_000)
    await write(ann, 'HALO')
    expect(await sent()).toEqual(['Dziękujemy. Urząd jest zamknięty, odpiszemy od 3.11, 07:30.'])
    clock.advance(20 * 3_600_000)
    await write(ann, 'I znowu')
    expect((await sent()).slice(1)).toEqual(['Dziękujemy. Urząd jest zamknięty, odpiszemy od 4.11, 07:30.'])
  })

  it('is told in the office’s own words', async () => {
    const id = await template('out_of_hours', { pl: '{{ urząd }}: wracamy {{ otwarte od }}.' })
    await office({ outOfHoursTemplate: id })
    clock.advance(evening)
    await write(ann, 'Halo?')
    expect(await sent()).toEqual(['Gmina Testowa: wracamy 3.11, 07:30.'])
  })

  it('gets the answer of a keyword or an opt-out instead, and only that', async () => {
    await office({})
    await within((client) =>
      saveKeyword(client, db.organizationId, {
        word: 'pomoc',
        answer: 'Dyżur: 600 000 000',
        template: null,
        group: null,
      }),
    )
    clock.advance(evening)
    await write(ann, 'POMOC', 'STOP')
    expect(await sent()).toEqual(['Dyżur: 600 000 000', 'Wypisano. Nie będziemy już pisać. Aby wrócić, napisz START.'])
  })

  it('hears nothing where the office did not ask for it', async () => {
    await office({ answerWhenClosed: false })
    clock.advance(evening)
    await write(ann, 'Halo?')
    expect(await sent()).toEqual([])
  })
})

it('a text that the provider delivers again over another connection is answered once', async () => {
  await office({})
  clock.advance(8 * 3_600_000)
  await deliver(ann, 'Halo?', 'a')
  await deliver(ann, 'Halo?', 'b')
  await routeWaiting(db.pipelined, clock)
  await deliver(ann, 'Halo?', 'c')
  await routeWaiting(db.pipelined, clock)
  expect(await sent()).toHaveLength(1)
  expect((await db.engine.query('SELECT FROM conversation_entry')).rowCount).toBe(2)
})

it('an answer goes out from the number that was written to where the channel’s sender is a name', async () => {
  await db.owner.query(`UPDATE channel SET sender = 'GMINA' WHERE id = $1`, [db.channelId])
  await write(ann, 'STOP')
  const { rows } = await db.engine.query('SELECT from_value FROM message_body')
  await db.owner.query(`UPDATE channel SET sender = '+48600100200' WHERE id = $1`, [db.channelId])
  expect(rows).toEqual([{ from_value: '+48600100200' }])
})
