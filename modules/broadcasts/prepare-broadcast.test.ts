import { draftContent } from '@kurenda/contract'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { importContacts } from '#modules/audience'
import { inOrganization } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { confirmBroadcast } from './confirm-broadcast.ts'
import { composeBroadcast } from './compose-broadcast.ts'
import { prepareList, type PrepareRequest } from './prepare-broadcast.ts'

const noon = new Date('2026-05-20T10:00:00Z')

let db: TestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())
beforeEach(async () => {
  await db.owner.query('TRUNCATE broadcast, broadcast_recipient, address, contact, contact_group, opt_out CASCADE')
  await db.owner.query(`UPDATE channel SET number_policy = '{}', price_per_part = 800`)
})

async function* bytesOf(...pieces: string[]) {
  for (const piece of pieces) yield Buffer.from(piece)
}
function prepare(csv: string, text: string, more: Partial<PrepareRequest> = {}) {
  return prepareList(db.engine, {
    organizationId: db.organizationId,
    text,
    list: { bytes: bytesOf(csv) },
    by: { name: 'Anna Testowa', id: 'anna' },
    now: noon,
    ...more,
  })
}
function compose(text: string, audience: { groups?: number[]; numbers?: string }, organizationId = db.organizationId) {
  const content = draftContent.parse({ text, audience })
  return composeBroadcast(db.engine, { organizationId, content, by: null, now: noon })
}
async function recipients(broadcast: number): Promise<{ to_value: string; position: number; fields: string[] }[]> {
  const { rows } = await db.engine.query<{ to_value: string; position: number; fields: string[] }>(
    'SELECT to_value, position, fields FROM broadcast_recipient WHERE broadcast_id = $1 ORDER BY position',
    [broadcast],
  )
  return rows
}

it('each number is a recipient once, in the order of the list, and who is left out is counted with the reason', async () => {
  const csv = 'Imię;Telefon\nJan;600100301\nAla;600 100 302\nJanek;+48600100301\nEwa;221234567\nOla;12\n'
  const { broadcast, ...result } = await prepare(csv, 'Dzień dobry {{ imie }}')
  expect(result).toEqual({
    recipients: 2,
    duplicates: 1,
    rejected: [
      { line: 5, reason: 'fixed-line' },
      { line: 6, reason: 'too-short' },
    ],
    rejectedCount: 2,
    optedOut: 0,
    excluded: { duplicate: 1, 'fixed-line': 1, 'too-short': 1 },
    parts: 2,
    followUpParts: 0,
    cost: { amount: '0.16', currency: 'PLN' },
  })
  expect(await recipients(broadcast)).toEqual([
    { to_value: '+48600100301', position: 0, fields: ['Jan', '600100301'] },
    { to_value: '+48600100302', position: 1, fields: ['Ala', '600 100 302'] },
  ])
})

it('each person’s own text is priced, not the template', async () => {
  const csv = `imie;telefon\nJan;600100301\nŁucja;600100302\n${'x'.repeat(160)};600100303\n`
  // 160 plain letters are one part, 70 where one is Polish: 1 + 1 + 2.
  const result = await prepare(csv, 'Hej {{ imie }}')
  expect(result).toMatchObject({ recipients: 3, parts: 4, cost: { amount: '0.32', currency: 'PLN' } })
  const long = await prepare(csv, `{{ imie }} ${'y'.repeat(80)}`)
  expect(long).toMatchObject({ recipients: 3, parts: 1 + 2 + 2 })
})

it('a text of more than ten parts, or of none, refuses its own line only', async () => {
  const csv = `tresc;telefon\n${'ł'.repeat(671)};600100301\n;600100302\nDobra;600100303\n`
  expect(await prepare(csv, '{{ tresc }}')).toMatchObject({
    recipients: 1,
    rejected: [
      { line: 2, reason: 'too-long' },
      { line: 3, reason: 'text-empty' },
    ],
  })
})

it('a variable without a column is refused with the columns that there are, and nothing is left behind', async () => {
  const refused = prepare('imię;telefon\nJan;600100301\n', '{{ Imie }} {{ kwota }} {{ TELEFON }}')
  await expect(refused).rejects.toMatchObject({
    code: 'unknown-variable',
    params: { variables: ['kwota'], columns: ['imię', 'telefon'] },
  })
  expect((await db.engine.query('SELECT FROM broadcast')).rowCount).toBe(0)
})

it.each([
  ['text-empty', '  '],
  ['template-invalid', '{% for a in b %}{{ a }}{% endfor %}'],
  ['template-invalid', '{{ imie'],
])('%s: %j', async (code, text) => {
  await expect(prepare('imie;telefon\nJan;600100301\n', text)).rejects.toMatchObject({ code })
})

it('Liquid or HTML in a name is text', async () => {
  const csv = 'imie;telefon\n{{ telefon }}<b>;600100301\n'
  const { broadcast } = await prepare(csv, 'Hej {{ imie }}')
  expect((await recipients(broadcast))[0]?.fields[0]).toBe('{{ telefon }}<b>')
})

it('who opted out is no recipient and is counted', async () => {
  const csv = 'telefon\n600100301\n600100302\n'
  await prepare(csv, 'Hej')
  await db.engine.query(
    `INSERT INTO opt_out SELECT organization_id, id, now(), 'sms' FROM address WHERE value = '+48600100301'`,
  )
  const result = await prepare(csv, 'Hej')
  expect(result).toMatchObject({ recipients: 1, optedOut: 1, parts: 1 })
  expect(await recipients(result.broadcast)).toMatchObject([{ to_value: '+48600100302', position: 0 }])
})

it('the channel’s policy says which numbers it may send to', async () => {
  await db.owner.query(`UPDATE channel SET number_policy = '{"fixedLine": true, "foreign": true}'`)
  const csv = 'telefon\n221234567\n+4915112345678\n700123456\n'
  expect(await prepare(csv, 'Hej')).toMatchObject({ recipients: 2, rejected: [{ line: 4, reason: 'premium' }] })
})

it('groups that overlap reach a person once, with what is known of each', async () => {
  const ids: number[] = []
  for (const [group, rows] of [
    ['Mieszkańcy', 'Jan;600100301;Olszanka\nAla;600100302;Dębina\n'],
    ['Odpady', 'Jan;600100301;Olszanka\n'],
  ] as const) {
    const bytes = bytesOf(`imię;telefon;sołectwo\n${rows}`)
    ids.push((await importContacts(db.engine, { organizationId: db.organizationId, group, bytes })).group.id)
  }
  const result = await compose('{{ Imię }}, {{ solectwo }}', { groups: ids })
  expect(result).toMatchObject({ recipients: 2, rejectedCount: 0 })
  const { broadcast } = await compose('Hej', { numbers: '600100301, 600 100 301\n600100309' })
  expect((await recipients(broadcast)).map((row) => row.to_value)).toEqual(['+48600100301', '+48600100309'])
})

it('two lists with the same new people in opposite order are both whole', async () => {
  const numbers = Array.from({ length: 6_500 }, (_, i) => `600${String(300_000 + i)}`)
  const orders = [numbers, [...numbers].reverse()].map((order) => `telefon\n${order.join('\n')}\n`)
  const results = await Promise.all(orders.map((csv) => prepare(csv, 'Hej')))
  for (const { broadcast, ...result } of results) {
    expect(result).toMatchObject({ recipients: 6_500, duplicates: 0, rejectedCount: 0 })
    expect((await recipients(broadcast)).map((row) => row.position)).toEqual(numbers.map((_, i) => i))
  }
})

it('an upload that breaks off leaves no draft behind, and half a list cannot be confirmed', async () => {
  async function* broken() {
    yield Buffer.from('telefon\n')
    yield Buffer.from(Array.from({ length: 9_000 }, (_, i) => `600${String(400_000 + i)}\n`).join(''))
    const { rows } = await db.engine.query<{ id: number }>('SELECT id FROM broadcast')
    const confirmed = inOrganization(db.api, db.organizationId, (client) =>
      confirmBroadcast(client, {
        organizationId: db.organizationId,
        broadcastId: rows[0]?.id ?? 0,
        now: noon,
      }),
    )
    await expect(confirmed).rejects.toMatchObject({ code: 'broadcast-not-prepared' })
    throw new Error('the line broke')
  }
  await expect(prepare('', 'Hej', { list: { bytes: broken() } })).rejects.toThrow('the line broke')
  expect((await db.engine.query('SELECT FROM broadcast_recipient')).rowCount).toBe(0)
  expect((await db.engine.query('SELECT FROM broadcast')).rowCount).toBe(0)
})

it.each([
  ['channel-not-found', { channel: 'nie ma' }],
  ['sender-invalid', { sender: 'GMINA PRZYKŁADOWO' }],
])('%s', async (code, more) => {
  await expect(prepare('telefon\n600100301\n', 'Hej', more)).rejects.toMatchObject({ code })
})

it('another organization’s channel is not to be had', async () => {
  await expect(compose('Hej', { numbers: '600100301' }, db.organizationId + 1)).rejects.toMatchObject({
    code: 'channel-not-found',
  })
})
