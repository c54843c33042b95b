import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { connectSimulator } from './connect-simulator.ts'
import { seedDemo } from './seed-demo.ts'

const simulator = { host: '127.0.0.1', port: 2775, systemId: 'demo', password: 'demo' }
let db: TestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
  await seedDemo(db.urls, 'haslo-pokazowe-1')
  await connectSimulator(db.urls, simulator)
})
afterAll(() => db.close())

async function town() {
  const { rows: groups } = await db.engine.query<{ name: string; members: number }>(
    `SELECT g.name, count(m.*)::int AS members FROM contact_group g
     LEFT JOIN group_member m ON m.organization_id = g.organization_id AND m.group_id = g.id GROUP BY g.id, g.name ORDER BY g.name`,
  )
  const { rows: keywords } = await db.engine.query<{ word: string }>('SELECT word FROM keyword ORDER BY word')
  const { rows: channels } = await db.engine.query<{ config: object; version: number }>(
    `SELECT config, version FROM channel WHERE name = 'telefony próbne'`,
  )
  return { groups, keywords: keywords.map((row) => row.word), channels }
}

it('the town has its residents, groups, keywords and the channel to the phones', async () => {
  const { groups, keywords, channels } = await town()
  expect(groups.find((group) => group.name === 'Mieszkańcy')?.members).toBe(240)
  expect(groups.find((group) => group.name === 'Sołectwo Olszanka')?.members).toBe(48)
  expect(groups.find((group) => group.name === 'Odpady')?.members).toBe(80)
  expect(keywords).toEqual(['odpady', 'urzad'])
  expect(channels).toMatchObject([{ config: simulator, version: 1 }])
})

it('every number lies in the made-up range, and some of them fail as the simulator’s rules say', async () => {
  const { rows } = await db.engine.query<{ value: string }>('SELECT value FROM address')
  expect(rows).toHaveLength(240)
  for (const { value } of rows) expect(value).toMatch(/^\+48600\d{6}$/)
  for (const ending of ['77', '78', '80', '81']) expect(rows.some(({ value }) => value.endsWith(ending))).toBe(true)
})

it('nothing was made up about the past', async () => {
  for (const table of ['broadcast', 'message', 'conversation', 'inbound'])
    expect((await db.engine.query(`SELECT FROM ${table}`)).rowCount).toBe(0)
})

it('sown a second time it stays as it is; only another port of the simulator opens the channel anew', async () => {
  const before = await town()
  await seedDemo(db.urls, 'haslo-pokazowe-1')
  await connectSimulator(db.urls, simulator)
  expect(await town()).toEqual(before)
  await connectSimulator(db.urls, { ...simulator, port: 2776 })
  expect((await town()).channels).toMatchObject([{ version: 2 }])
})
