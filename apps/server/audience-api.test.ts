import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Condition, NewContact } from '@kurenda/contract'
import type { Client } from '@kurenda/sdk'
import { clerk, openTestApi, type TestApi } from './test-api.ts'

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

test.each(['/api/v1', '/console-api'] as const)(
  'through %s those who fit are narrowed down, and many are moved to trash and back at once',
  async (prefix) => {
    const { contacts, optOuts } = clients[prefix]
    const tag = `Wielu${prefix.length}`
    const make = (name: string, phone: string, language: 'pl' | 'uk') =>
      contacts.create({ name: `${tag} ${name}`, phones: [phone], language })
    const one = await make('Jeden', `60040${prefix.length % 10}301`, 'pl')
    const two = await make('Dwa', `60040${prefix.length % 10}302`, 'uk')
    const three = await make('Trzy', `60040${prefix.length % 10}303`, 'uk')
    await optOuts.record({ address: `60040${prefix.length % 10}303`, reason: 'Telefonicznie' })
    const found = async (query: Parameters<typeof contacts.ids>[0]) =>
      (await contacts.ids({ search: tag, ...query })).ids
    expect(await found({})).toEqual([three.id, two.id, one.id])
    expect(await found({ language: 'uk' })).toEqual([three.id, two.id])
    expect(await found({ language: 'uk', optedOut: false })).toEqual([two.id])
    expect((await contacts.list({ search: tag, optedOut: true })).items.map(({ id }) => id)).toEqual([three.id])
    const condition: Condition = { all: [{ is: 'language', language: 'uk' }, { is: 'opted_out' }] }
    expect((await contacts.search({ condition })).items.map(({ id }) => id)).toContain(three.id)
    expect((await contacts.search({ condition })).items.map(({ id }) => id)).not.toContain(two.id)
    const file = await contacts.export({ search: tag, only: [one.id, two.id] })
    const rows = (await file.text()).trim().split('\r\n').slice(1)
    expect(rows.map((row) => row.split(';')[0])).toEqual([`${tag} Dwa`, `${tag} Jeden`])

    const both = { contacts: [one.id, two.id] }
    expect(await contacts.trashMany(both)).toEqual({ moved: 2 })
    expect(await contacts.trashMany(both)).toEqual({ moved: 0 })
    expect(await found({})).toEqual([three.id])
    expect(await found({ trash: true })).toEqual([two.id, one.id])
    expect(await contacts.restoreMany(both)).toEqual({ moved: 2 })
    expect(await found({})).toEqual([three.id, two.id, one.id])
    expect((await optOuts.list({ search: `60040${prefix.length % 10}` })).items).toMatchObject([
      { value: `+4860040${prefix.length % 10}303` },
    ])
  },
)

test.each(['/api/v1', '/console-api'] as const)(
  'through %s one line tells all that happened with a person, the latest first, page by page',
  async (prefix) => {
    const { contacts, groups, optOuts } = clients[prefix]
    const phone = `60050${prefix.length % 10}301`
    const minuteLater = () => api.clock.advance(60_000)
    const ago = (minutes: number) => new Date(api.clock.now().getTime() - minutes * 60_000).toISOString()
    const { id } = await contacts.create({ name: `Osoba ${prefix}`, phones: [phone] })
    const other = await contacts.create({ name: `Osobą ${prefix}`, phones: [phone] })
    const group = await groups.create({ name: `Oś ${prefix}` })
    api.clock.advance(3 * 60_000)
    const { rows } = await api.db.owner.query<{ address: number; channel: number }>(
      `WITH a AS (SELECT id FROM address WHERE organization_id = $1 AND value = $2),
         k AS (INSERT INTO channel (organization_id, name, type, config, sender) VALUES ($1, $3, 'simulator', '{}', '48600100202') RETURNING id)
       SELECT a.id AS address, k.id AS channel FROM a, k`,
      [api.db.organizationId, `+48${phone}`, `Kanał ${prefix}`],
    )
    const own = [api.db.organizationId, rows[0]?.address, rows[0]?.channel]
    await api.db.owner.query(
      `WITH b AS (INSERT INTO broadcast (organization_id, name, template, channel_id, sender, sent_on, state)
           VALUES ($1, 'Odpady', 'x', $3, '48600100202', '2026-05-20', 'finished') RETURNING id),
         m AS (INSERT INTO message (organization_id, sent_on, id, broadcast_id, address_id, channel_id, state, parts, submitted_at)
           SELECT $1, '2026-05-20', $4, b.id, $2, $3, 2, 1, $5 FROM b),
         body AS (INSERT INTO message_body (organization_id, sent_on, id, to_value, from_value, text)
           VALUES ($1, '2026-05-20', $4, 'x', 'y', 'W czwartek odpady')),
         c AS (INSERT INTO conversation (organization_id, address_id, channel_id, last_at) VALUES ($1, $2, $3, $6) RETURNING id)
       INSERT INTO conversation_entry (organization_id, conversation_id, direction, text, at) SELECT $1, c.id, 'in', 'A kanapa?', $6 FROM c`,
      [...own, 700_000 + prefix.length, ago(2), ago(1)],
    )
    minuteLater()
    await groups.changeMembers(group.id, { add: [id] })
    minuteLater()
    await contacts.addNote(id, { text: 'Woli SMS' })
    minuteLater()
    await optOuts.record({ address: phone, reason: 'Telefonicznie' })
    minuteLater()
    const { merge } = await contacts.merge({ keep: id, merge: other.id })
    const told = []
    for await (const moment of contacts.timeline(id, { limit: 2 })) told.push(moment)
    expect(told).toMatchObject([
      { is: 'merge', merge, name: `Osobą ${prefix}`, undoable: true },
      { is: 'consent', what: 'opt_out', words: 'Telefonicznie', by: clerkOf(prefix) },
      { is: 'note', text: 'Woli SMS' },
      { is: 'group', group: { id: group.id, name: group.name } },
      { is: 'entry', direction: 'in', text: 'A kanapa?', by: null },
      { is: 'message', text: 'W czwartek odpady', state: 'delivered', broadcast: { name: 'Odpady' } },
      { is: 'created', import: null },
    ])
    await expect(contacts.timeline(999_999_999)).rejects.toMatchObject({ code: 'not-found' })
  },
)

/** In whose name a client works: the key's, or the clerk's own. */
const clerkOf = (prefix: string): unknown => (prefix === '/console-api' ? clerk.name : expect.any(String))

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
