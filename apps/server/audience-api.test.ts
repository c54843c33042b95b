import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Condition, NewContact } from '@kurenda/contract'
import type { Client } from '@kurenda/sdk'
import { openTestApi, type TestApi } from './test-api.ts'

let api: TestApi
let clients: Record<'/api/v1' | '/console-api', Client>
let client: Client

beforeAll(async () => {
  api = await openTestApi({ now: '2026-05-20T10:00:00Z' })
  client = await api.client()
  clients = { '/api/v1': client, '/console-api': api.inConsole }
})
afterAll(() => api.close())

test('what the console can do with people, an integrator can too', () => {
  const of = (prefix: string) =>
    api.routes
      .map(({ method, url }) => `${method} ${url}`)
      .filter((route) =>
        /\/(contacts|contact-fields|contact-notes|contact-merges|groups|segments|audience|imports|opt-outs)\b/.test(
          route,
        ),
      )
      .filter((route) => route.includes(` ${prefix}/`) && !route.startsWith('HEAD'))
      .map((route) => route.replace(prefix, ''))
      .sort()
  expect(of('/api/v1')).toEqual(of('/console-api'))
  expect(of('/api/v1').length).toBeGreaterThanOrEqual(35)
})

test.each(['/api/v1', '/console-api'] as const)(
  'through %s a clerk keeps people, groups and segments, and sees whom a broadcast would reach',
  async (prefix) => {
    const { contacts, contactFields, groups, segments, optOuts, audience } = clients[prefix]
    const suffix = prefix === '/api/v1' ? '1' : '2'
    const field = await contactFields.create({ label: `Wieś ${suffix}`, type: 'text' })
    expect(await contactFields.change(field.id, { label: `Miejscowość ${suffix}` })).toMatchObject({ key: field.key })
    expect((await contactFields.list()).items.map(({ id }) => id)).toContain(field.id)
    const group = await groups.create({ name: `Odpady ${suffix}`, keyword: `bin${suffix}` })
    expect(await groups.change(group.id, { keyword: null })).toMatchObject({ name: group.name, keyword: null })
    expect((await groups.list()).items).toContainEqual({ ...group, keyword: null })
    const anna = await contacts.create({
      name: `Łucja Śliwa ${suffix}`,
      phones: [`60010${suffix}301`],
      groups: [group.id],
      fields: { [`wies ${suffix}`]: 'Żuków' },
    })
    const jan = await contacts.create({ phones: [`60010${suffix}302`] })
    expect(await groups.changeMembers(group.id, { add: [jan.id] })).toEqual({ added: 1, removed: 0 })
    const condition: Condition = {
      all: [{ is: 'field_equal', field: `wies ${suffix}`, value: 'Żuków' }, { is: 'has_phone' }],
    }
    const segment = await segments.create({ name: `Żuków ${suffix}`, condition })
    expect(await segments.change(segment.id, { version: 1, name: `Z Żukowa ${suffix}` })).toMatchObject({
      name: `Z Żukowa ${suffix}`,
      version: 2,
    })
    expect((await segments.list()).items).toHaveLength(1)
    const found = await contacts.list({ search: `sliwa ${suffix}`, segment: segment.id })
    expect(found).toMatchObject({ items: [{ id: anna.id }], next: null })
    await optOuts.record({ address: `60010${suffix}302`, reason: 'Telefonicznie' })
    expect((await optOuts.list()).items).toMatchObject([{ value: `+4860010${suffix}302`, reason: 'Telefonicznie' }])
    const count = await audience.count({
      groups: [group.id],
      segments: [segment.id],
      numbers: ['600 100 999', 'brak'],
    })
    expect(count).toEqual({
      chosen: 3,
      recipients: 2,
      excluded: { optedOut: 1, noPhone: 0, trashed: 0, duplicateNumber: 0 },
      refused: [{ line: 2, reason: 'not-a-number' }],
      refusedCount: 1,
    })
    const note = await contacts.addNote(anna.id, { text: 'Woli SMS' })
    expect((await contacts.notes(anna.id)).items).toEqual([note])
    await contacts.removeNote(note.id)
    expect(await contacts.change(anna.id, { version: 1, name: 'Nowa' })).toMatchObject({ name: 'Nowa', version: 2 })
    await expect(contacts.change(anna.id, { version: 1, name: 'Spóźniona' })).rejects.toMatchObject({
      status: 409,
      code: 'contact-changed',
      detail: 'Ktoś w tym czasie zmienił ten kontakt. Odśwież i popraw jeszcze raz.',
    })
    await contacts.trash(anna.id)
    await expect(contacts.trash(anna.id)).rejects.toMatchObject({ status: 404 })
    expect((await contacts.get(anna.id)).trashedAt).not.toBeNull()
    expect((await contacts.list({ trash: true })).items.map(({ id }) => id)).toContain(anna.id)
    expect(await contacts.restore(anna.id)).toMatchObject({ trashedAt: null })
    const merged = await contacts.merge({ keep: anna.id, merge: jan.id })
    expect(await contacts.undoMerge(merged.merge)).toMatchObject({ id: jan.id })
    expect(await contacts.duplicates()).toEqual({ items: [], next: null })
    await optOuts.withdraw({ address: `60010${suffix}302`, reason: 'Osobiście' })
    await segments.remove(segment.id)
    await groups.remove(group.id)
    await contactFields.remove(field.id)
    expect((await segments.list()).items).toEqual([])
  },
)

test.each(['/api/v1', '/console-api'] as const)(
  'through %s a list is looked at, read with its mapping, reported on and taken back',
  async (prefix) => {
    const { contacts, imports, optOuts } = clients[prefix]
    const list = `a;b\nAnna;60020${prefix.length % 10}301\nJan;-1\n`
    expect(await contacts.previewImport(list, { phoneColumn: 'b' })).toMatchObject({
      mapping: [{ as: 'field', key: 'a' }, { as: 'phone' }],
      rows: [{ problem: null }, { problem: 'too-short' }],
    })
    const group = `Lista ${prefix}`
    const read = await contacts.import(list, { group, mapping: [{ as: 'name' }, { as: 'phone' }] })
    expect(read).toMatchObject({ imported: 1, rejectedCount: 1 })
    const report = await imports.rejected(read.import)
    expect(report.headers.get('content-disposition')).toMatch(/^attachment/)
    // The text of an answer is without its byte order mark.
    expect(await report.text()).toBe("wiersz;powód;a;b\r\n3;numer za krótki;Jan;'-1\r\n")
    expect(await imports.get(read.import)).toMatchObject({ group, state: 'finished' })
    expect(await imports.undo(read.import)).toMatchObject({ trashed: 1 })
    expect((await imports.list()).items[0]).toMatchObject({ state: 'undone' })
    expect(await optOuts.import('telefon\n600300301\n')).toMatchObject({ rejectedCount: 0 })
    // @ts-expect-error no column can be that
    await expect(contacts.import(list, { group: 'x', mapping: [{ as: 'everything' }] })).rejects.toMatchObject({
      code: 'invalid-request',
      params: { fields: ['mapping'] },
    })
  },
)

test('an export comes as a file, with the byte order mark that a spreadsheet looks for', async () => {
  const csv = await client.contacts.export()
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect([...new Uint8Array(await csv.arrayBuffer()).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const workbook = await client.contacts.export({ format: 'xlsx' })
  expect(workbook.headers.get('content-type')).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  expect((await workbook.bytes()).length).toBeGreaterThan(50)
})

test('all contacts are read to the end, each once, however small the pages are', async () => {
  const made = []
  for (let i = 0; i < 7; i++) made.push((await client.contacts.create({ name: `Strona ${i}` })).id)
  const read = []
  for await (const { id } of client.contacts.list({ search: 'strona', limit: 3 })) read.push(id)
  expect(read).toEqual(made.toReversed())
})

test('an upload that is too large is refused with words, over a real connection', { timeout: 120_000 }, async () => {
  const workbook = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Buffer.from('PK\u0003\u0004')),
    pull: (controller) => controller.enqueue(new Uint8Array(1024 * 1024)),
  })
  await expect(client.contacts.import(workbook, { group: 'Duzi' })).rejects.toMatchObject({
    status: 413,
    code: 'file-too-large',
    detail: 'Plik jest za duży: najwyżej 50 MB (XLSX).',
  })
  const whole = new Uint8Array(200 * 1024 * 1024 + 1)
  await expect(client.contacts.import(whole, { group: 'Duzi' })).rejects.toMatchObject({
    status: 413,
    code: 'file-too-large',
    detail: 'Plik jest za duży: najwyżej 200 MB.',
  })
})

test('every field says when it is too long, and takes what just fits', async () => {
  const fits = { name: 'x'.repeat(200), phones: [], emails: [], fields: { ['k'.repeat(200)]: 'v'.repeat(1_000) } }
  expect(await client.contacts.create(fits)).toMatchObject({ name: fits.name })
  const tooLong: [string, NewContact][] = [
    ['name', { name: 'x'.repeat(201) }],
    ['name', {}],
    ['phones', { phones: Array.from({ length: 11 }, () => '600100301') }],
    ['phones.0', { phones: ['1'.repeat(41)] }],
    ['emails.0', { emails: [`${'a'.repeat(250)}@x.example`] }],
    ['fields', { name: 'a', fields: { ['k'.repeat(201)]: 'v' } }],
    ['groups', { name: 'a', groups: Array.from({ length: 101 }, (_, i) => i + 1) }],
  ]
  for (const [field, body] of tooLong)
    await expect(client.contacts.create(body)).rejects.toMatchObject({
      status: 400,
      fields: expect.arrayContaining([
        expect.objectContaining({ field: expect.stringMatching(new RegExp(`^${field}`)) as string }),
      ]) as object[],
    })
  const deep = (levels: number): Condition => (levels === 0 ? { is: 'has_phone' } : { not: deep(levels - 1) })
  const save = (condition: Condition) => client.segments.create({ name: 'Głęboki', condition })
  expect(await save(deep(4))).toMatchObject({ name: 'Głęboki' })
  await expect(save(deep(5))).rejects.toMatchObject({ status: 400 })
  await expect(save({ any: Array.from({ length: 51 }, () => ({ is: 'has_phone' as const })) })).rejects.toMatchObject({
    status: 400,
  })
  const many = Array.from({ length: 10_001 }, (_, i) => i + 1)
  await expect(client.groups.changeMembers(1, { add: many })).rejects.toMatchObject({ status: 400 })
})

test('every call of the client about people was answered here', () => {
  const nouns = ['audience', 'contactFields', 'contacts', 'groups', 'imports', 'optOuts', 'segments'] as const
  expect(api.notAnswered(nouns)).toEqual([])
})
