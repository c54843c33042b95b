import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { TestClock } from '#platform/clock'
import { transaction } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { receiveIncoming, type IncomingMessage } from './receive-incoming.ts'
import { releaseStaleParts } from './release-stale-parts.ts'

let db: TestDatabase
const clock = new TestClock('2026-03-02T10:00:00Z')
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())
beforeEach(async () => {
  await db.owner.query('TRUNCATE inbound, inbound_part')
})

function message(content: IncomingMessage['content'], over: Partial<IncomingMessage> = {}): IncomingMessage {
  return { is: 'message', from: '48600100301', to: '48600100200', content, connection: 'a', at: clock.now(), ...over }
}
const word = 'zażółć gęślą jaźń 🏠!'
const bytes = Buffer.from(word, 'utf16le').swap16()
function part(number: number, reference = 9, over: Partial<IncomingMessage> = {}): IncomingMessage {
  const cut = [bytes.subarray(0, 7), bytes.subarray(7, 37), bytes.subarray(37)][number - 1] ?? Buffer.alloc(0)
  return message({ coding: 'ucs2', bytes: cut, part: { reference, total: 3, number } }, over)
}
async function receive(...messages: IncomingMessage[]): Promise<void> {
  await transaction(db.engine, (client) => receiveIncoming(client, db, messages))
}
async function texts(): Promise<string[]> {
  const { rows } = await db.engine.query<{ text: string }>('SELECT text FROM inbound ORDER BY id')
  return rows.map((row) => row.text)
}

it('two equal texts on one connection are two', async () => {
  await receive(message({ text: 'TAK' }), message({ text: 'TAK' }))
  await receive(message({ text: 'TAK' }))
  expect(await texts()).toEqual(['TAK', 'TAK', 'TAK'])
})

it('what is written again, since the answer to its commit was lost, is stored once', async () => {
  const [one, two] = [message({ text: 'TAK' }), message({ text: 'TAK' })]
  const batch = [one, two, message({ text: 'NIE' }), part(1), part(2), part(3)]
  await receive(...batch)
  await transaction(db.engine, (client) => receiveIncoming(client, db, [...batch, message({ text: 'NIE' })], true))
  expect(await texts()).toEqual(['TAK', 'TAK', 'NIE', word, 'NIE'])
})

it('a text that another connection repeats within five minutes is one', async () => {
  await receive(message({ text: 'TAK' }), message({ text: 'TAK' }, { connection: 'b' }))
  await receive(message({ text: 'TAK' }, { connection: 'c', at: new Date(clock.now().getTime() + 299_000) }))
  await receive(message({ text: 'TAK' }, { connection: 'd', from: '600100302' }))
  expect(await texts()).toEqual(['TAK', 'TAK'])
  await receive(message({ text: 'TAK' }, { connection: 'e', at: new Date(clock.now().getTime() + 301_000) }))
  expect(await texts()).toHaveLength(3)
})

it('parts are joined in any order, mixed and repeated, and decoded only then', async () => {
  await receive(part(3), part(1, 10), part(3), part(2, 10))
  expect(await texts()).toEqual([])
  await receive(part(1), part(2, 9, { connection: 'b' }), part(3, 10))
  expect(await texts()).toEqual([word, word])
  const { rows } = await db.engine.query('SELECT DISTINCT from_value, to_value FROM inbound')
  expect(rows).toEqual([{ from_value: '+48600100301', to_value: '+48600100200' }])
})

it('a part repeated after its text was whole brings nothing, now or a day later', async () => {
  await receive(part(1), part(2), part(3))
  await receive(part(3, 9, { connection: 'b' }))
  const later = new TestClock(clock.now())
  later.advance(25 * 3_600_000)
  expect(await releaseStaleParts(db.engine, later)).toBe(0)
  expect(await texts()).toEqual([word])
  expect((await db.engine.query('SELECT FROM inbound_part')).rowCount).toBe(0)
})

it('a text whose part never came is delivered incomplete after 24 hours', async () => {
  await receive(part(2))
  const later = new TestClock(clock.now())
  later.advance(23 * 3_600_000)
  expect(await releaseStaleParts(db.engine, later)).toBe(0)
  later.advance(2 * 3_600_000)
  expect(await releaseStaleParts(db.engine, later)).toBe(1)
  const [text = ''] = await texts()
  expect(text.startsWith('[…]') && text.endsWith('[…]')).toBe(true)
})
