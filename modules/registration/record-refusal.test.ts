import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { inOrganization, type Client } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { importRefusals } from './import-refusals.ts'
import { listRefusals } from './list-refusals.ts'
import { recordRefusal, withdrawRefusal } from './record-refusal.ts'

let db: TestDatabase
const now = new Date('2026-05-20T10:00:00Z')

beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())
beforeEach(() => db.owner.query('TRUNCATE address, opt_out, consent_event, contact_import CASCADE'))

function within<T>(work: (client: Client, organizationId: number) => Promise<T>): Promise<T> {
  return inOrganization(db.api, db.organizationId, (client) => work(client, db.organizationId))
}
const told = (address: string, reason = 'Telefonicznie, w sekretariacie') => ({ address, reason, by: 'Aneta', at: now })
const record = (address: string) => within((client, town) => recordRefusal(client, town, told(address)))
const withdraw = (address: string) =>
  within((client, town) => withdrawRefusal(client, town, told(address, 'Osobiście, w okienku')))
async function out(): Promise<string[]> {
  const { refusals } = await within((client, town) => listRefusals(client, town, { limit: 50 }))
  return refusals.map((refusal) => refusal.value).sort()
}
async function ledger() {
  const { rows } = await db.owner.query<Record<string, string>>(
    'SELECT what, words, source, by FROM consent_event ORDER BY id',
  )
  return rows
}
async function load(csv: string) {
  async function* bytes() {
    yield Buffer.from(csv)
  }
  const request = { organizationId: db.organizationId, bytes: bytes(), by: 'Aneta', at: now }
  return importRefusals(db.engine, request)
}

it('a refusal that was told to staff is kept with who wrote it down, and withdrawn only with a reason', async () => {
  await record('600 100 301')
  await record('Anna@Przykladowo.example')
  await record('600100301')
  expect(await out()).toEqual(['+48600100301', 'anna@przykladowo.example'])
  await withdraw('600100301')
  expect(await out()).toEqual(['anna@przykladowo.example'])
  expect(await ledger()).toEqual([
    ...Array.from({ length: 3 }, () => ({
      what: 'opt_out',
      words: 'Telefonicznie, w sekretariacie',
      source: 'staff',
      by: 'Aneta',
    })),
    { what: 'opt_in', words: 'Osobiście, w okienku', source: 'staff', by: 'Aneta' },
  ])
  await expect(withdraw('600100301')).rejects.toMatchObject({ code: 'opt-out-unknown' })
  await expect(record('ktoś')).rejects.toMatchObject({ code: 'address-invalid', params: { address: 'ktoś' } })
})

it('nobody can change or take away what the ledger says', async () => {
  await record('600100301')
  for (const pool of [db.engine, db.api]) {
    await expect(pool.query("UPDATE consent_event SET what = 'opt_in'")).rejects.toMatchObject({ code: '42501' })
    await expect(pool.query('DELETE FROM consent_event')).rejects.toMatchObject({ code: '42501' })
  }
})

it('a list of refusals stops its numbers, each once, and says what it could not read', async () => {
  await record('600100301')
  const result = await load('telefon\n600100301\n600 100 302\n600100302\n12\n')
  expect(result).toMatchObject({ stopped: 1, already: 2, rejected: [{ line: 5, reason: 'too-short' }] })
  expect(await out()).toEqual(['+48600100301', '+48600100302'])
  expect(await load('telefon\n600100302\n')).toMatchObject({ stopped: 0, already: 1 })
})

it('pages of refusals hold each once, also of those that came at the same moment', async () => {
  await load(`telefon\n${Array.from({ length: 7 }, (_, i) => `60010031${i}`).join('\n')}\n`)
  const values: string[] = []
  for (let cursor: string | undefined; ;) {
    const page = await within((client, town) => listRefusals(client, town, { cursor, limit: 3 }))
    values.push(...page.refusals.map((refusal) => refusal.value))
    if (page.next === null) break
    cursor = page.next
  }
  expect(new Set(values).size).toBe(7)
  expect(values).toHaveLength(7)
})

it('another organization sees none of them', async () => {
  await record('600100301')
  const other = await inOrganization(db.api, db.organizationId + 1, (client) =>
    listRefusals(client, db.organizationId + 1, { limit: 50 }),
  )
  expect(other.refusals).toEqual([])
})
