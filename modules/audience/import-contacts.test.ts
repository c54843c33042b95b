import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { listGroups } from './groups.ts'
import { listMembers } from './list-members.ts'
import { importContacts } from './import-contacts.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())
beforeEach(() =>
  db.owner.query('TRUNCATE contact, contact_group, contact_address, group_member, address, opt_out CASCADE'),
)

async function* bytesOf(text: string) {
  yield Buffer.from(text)
}
function load(csv: string, group = 'Mieszkańcy') {
  return importContacts(db.engine, { organizationId: db.organizationId, group, bytes: bytesOf(csv) })
}
async function members(): Promise<{ value: string; fields: Record<string, string> }[]> {
  const client = await db.engine.connect()
  try {
    const groups = await listGroups(client, db.organizationId)
    const ids = groups.map((group) => group.id)
    return await listMembers(client, db.organizationId, ids)
  } finally {
    client.release()
  }
}
async function count(table: 'contact' | 'address' | 'group_member'): Promise<number | null> {
  return (await db.engine.query(`SELECT FROM ${table}`)).rowCount
}

it('people become contacts of the group, with everything that the list says of them', async () => {
  const result = await load('imię;nazwisko;telefon;sołectwo\nŁucja;Wzór;600 100 301;Olszanka\n')
  expect(result).toMatchObject({ imported: 1, duplicates: 0, rejected: [], rejectedCount: 0 })
  expect(await members()).toMatchObject([
    { value: '+48600100301', fields: { imię: 'Łucja', sołectwo: 'Olszanka', 'imię i nazwisko': 'Łucja Wzór' } },
  ])
})

it('duplicates are counted apart, and refused lines come with their number and reason', async () => {
  const result = await load('imie;telefon\nA;600100301\nB;+48 600 100 301\nC;123\nD;\nE;600100302\n')
  expect(result).toMatchObject({
    imported: 2,
    duplicates: 1,
    rejectedCount: 2,
    rejected: [
      { line: 4, reason: 'too-short' },
      { line: 5, reason: 'empty' },
    ],
  })
})

it('the same list twice adds nobody', async () => {
  const csv = 'imie;telefon\nA;600100301\nB;600100302\n'
  await load(csv)
  expect(await load(csv)).toMatchObject({ imported: 0, duplicates: 2 })
  expect([await count('contact'), await count('address'), await count('group_member')]).toEqual([2, 2, 2])
})

it('a person whom two lists bring is one person of two groups; someone else at that number is another', async () => {
  await load('imię i nazwisko;telefon\nAnna Wzór;600100301\n', 'Mieszkańcy')
  await load('imię i nazwisko;telefon;ulica\nAnna Wzór;600100301;Stawowa\n', 'Odpady')
  await load('imię i nazwisko;telefon\nJan Wzór;600100301\n', 'Rada')
  expect([await count('contact'), await count('address'), await count('group_member')]).toEqual([2, 1, 3])
  expect((await members())[0]?.fields).toMatchObject({ ulica: 'Stawowa' })
})

it('a number in two groups is one address', async () => {
  await load('telefon\n600100301\n', 'Mieszkańcy')
  await load('telefon\n600100301\n', 'Odpady')
  expect([await count('address'), await count('group_member')]).toEqual([1, 2])
  expect(await members()).toHaveLength(1)
})

it.each([
  ['new', false],
  ['known', true],
])('two imports of one list of %s numbers into one group at the same moment add everyone once', async (_, known) => {
  const numbers = Array.from({ length: 4_500 }, (_, i) => `600${String(200_000 + i)}`)
  const [up, down] = [numbers, known ? numbers : [...numbers].reverse()].map(
    (order) => `telefon\n${order.join('\n')}\n`,
  )
  if (known) await load(up ?? '', 'Dawni')
  const results = await Promise.all([load(up ?? ''), load(down ?? '')])
  expect(results.reduce((sum, result) => sum + result.imported, 0)).toBe(4_500)
  expect(results.reduce((sum, result) => sum + result.duplicates, 0)).toBe(4_500)
  expect(await count('group_member')).toBe(known ? 9_000 : 4_500)
})

it('words of a template or of a page in a name stay words', async () => {
  await load('imię;telefon\n"{{ secret }}<script>alert(1)</script>";600100301\n')
  expect((await members())[0]?.fields['imię']).toBe('{{ secret }}<script>alert(1)</script>')
})

it('another organization sees nothing of it', async () => {
  await load('telefon\n600100301\n')
  const client = await db.engine.connect()
  expect(await listGroups(client, db.organizationId + 1)).toEqual([])
  client.release()
})

it('a list that breaks off keeps whom it had added, and another try adds the rest', async () => {
  const line = (i: number) => `600${String(300_000 + i)}\n`
  async function* broken() {
    yield Buffer.from('telefon\n')
    for (let i = 0; i < 9_000; i++) yield Buffer.from(line(i))
    throw new Error('the line broke')
  }
  const { organizationId } = db
  await expect(importContacts(db.engine, { organizationId, group: 'Mieszkańcy', bytes: broken() })).rejects.toThrow(
    'the line broke',
  )
  const before = (await count('group_member')) ?? 0
  const result = await load(`telefon\n${Array.from({ length: 9_000 }, (_, i) => line(i)).join('')}`)
  expect(result).toMatchObject({ imported: 9_000 - before, duplicates: before })
  expect(await count('group_member')).toBe(9_000)
})
