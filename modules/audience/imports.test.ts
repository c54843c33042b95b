import type { ColumnUse } from '@kurenda/contract'
import { writeXlsx } from 'hucre/xlsx'
import { deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inOrganization, type Client } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { changeContact } from './change-contact.ts'
import { addContactField } from './contact-fields.ts'
import type { Contact } from './contact-rows.ts'
import { exportContacts } from './export-contacts.ts'
import { importContacts } from './import-contacts.ts'
import { listImports, readRefused } from './imports.ts'
import { listContacts } from './list-contacts.ts'
import { previewImport } from './preview-import.ts'
import { undoImport } from './undo-import.ts'

let db: TestDatabase
const now = new Date('2026-05-20T10:00:00Z')

beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())
beforeEach(() =>
  db.owner.query(
    'TRUNCATE contact, contact_group, contact_address, group_member, address, opt_out, contact_field, contact_import CASCADE',
  ),
)

function within<T>(work: (client: Client, organizationId: number) => Promise<T>): Promise<T> {
  return inOrganization(db.api, db.organizationId, (client) => work(client, db.organizationId))
}
async function* bytesOf(content: string | Uint8Array) {
  yield Buffer.from(content)
}
function load(content: string | Uint8Array, options: { group?: string; mapping?: ColumnUse[] } = {}) {
  const { group = 'Mieszkańcy', mapping } = options
  return importContacts(db.engine, { organizationId: db.organizationId, group, mapping, bytes: bytesOf(content) })
}
async function contacts(trash = false): Promise<Contact[]> {
  const { contacts: found } = await within((client, town) => listContacts(client, town, { trash, limit: 50 }))
  return found
}

describe('a mapping', () => {
  const csv = 'a;b;c;d;e\nŁucja Wzór;600100301;lucja@przykladowo.example;ukraiński;3.05.1980\n'

  it('says what each column becomes', async () => {
    await within((client, town) => addContactField(client, town, { label: 'Urodziny', type: 'date', choices: [] }))
    const mapping: ColumnUse[] = [
      { as: 'name' },
      { as: 'phone' },
      { as: 'email' },
      { as: 'language' },
      { as: 'field', key: 'urodziny' },
    ]
    expect(await load(csv, { mapping })).toMatchObject({ imported: 1, rejectedCount: 0 })
    expect(await contacts()).toMatchObject([
      {
        name: 'Łucja Wzór',
        language: 'uk',
        addresses: [{ value: '+48600100301' }, { value: 'lucja@przykladowo.example' }],
        fields: { Urodziny: '1980-05-03' },
      },
    ])
  })

  it('leaves out what is ignored, and keeps the first name for greetings', async () => {
    const mapping: ColumnUse[] = [
      { as: 'given_name' },
      { as: 'phone' },
      { as: 'ignore' },
      { as: 'ignore' },
      { as: 'ignore' },
    ]
    await load(csv, { mapping })
    expect(await contacts()).toMatchObject([{ name: 'Łucja Wzór', fields: { a: 'Łucja Wzór' } }])
    expect((await contacts())[0]?.addresses).toHaveLength(1)
  })

  it.each<[string, ColumnUse[]]>([
    ['too short', [{ as: 'phone' }]],
    ['without a phone', Array.from({ length: 5 }, () => ({ as: 'ignore' as const }))],
    ['with two phones', [{ as: 'phone' }, { as: 'phone' }, { as: 'ignore' }, { as: 'ignore' }, { as: 'ignore' }]],
  ])('%s is refused with the columns that there are', async (_, mapping) => {
    await expect(load(csv, { mapping })).rejects.toMatchObject({ code: 'mapping-invalid' })
    expect(await contacts()).toEqual([])
  })

  it('a value that is none of its field, a bad e-mail address or an unknown language refuse their own line', async () => {
    await within((client, town) => addContactField(client, town, { label: 'osób', type: 'number', choices: [] }))
    const list = [
      'imię i nazwisko;telefon;e-mail;język;osób',
      'Anna;600100301;anna@przykladowo.example;pl;3,5',
      'Jan;600100302;jan@;;',
      'Ewa;600100303;brak;klingoński;',
      'Iza;600100304;;;dużo',
      `${'x'.repeat(201)};600100305;;;`,
    ]
    expect(await load(list.join('\n'))).toMatchObject({
      imported: 1,
      rejected: [
        { line: 3, reason: 'email-invalid' },
        { line: 4, reason: 'language-unknown' },
        { line: 5, reason: 'not-a-value-number' },
        { line: 6, reason: 'name-too-long' },
      ],
    })
  })
})

describe('a preview', () => {
  it('shows columns, what they would become and what is wrong, and writes nothing', async () => {
    const list =
      'Imię;Telefon;E-mail;ulica\nAnna;600100301;a@przykladowo.example;Stawowa\nJan;12;;\nEwa;600100302;ewa@;\n'
    expect(await previewImport(db.api, db.organizationId, { bytes: bytesOf(list) })).toEqual({
      columns: ['Imię', 'Telefon', 'E-mail', 'ulica'],
      mapping: [{ as: 'given_name' }, { as: 'phone' }, { as: 'email' }, { as: 'field', key: 'ulica' }],
      rows: [
        { line: 2, values: ['Anna', '600100301', 'a@przykladowo.example', 'Stawowa'], problem: null },
        { line: 3, values: ['Jan', '12', '', ''], problem: 'too-short' },
        { line: 4, values: ['Ewa', '600100302', 'ewa@', ''], problem: 'email-invalid' },
      ],
    })
    for (const table of ['contact', 'contact_group', 'contact_import', 'address'])
      expect((await db.owner.query(`SELECT FROM ${table}`)).rowCount).toBe(0)
  })

  it('reads no more than the first 100 rows', async () => {
    let taken = 0
    async function* endless() {
      yield Buffer.from('telefon\n')
      for (; ; taken++) yield Buffer.from('600100301\n'.repeat(1_000))
    }
    const { rows } = await previewImport(db.api, db.organizationId, { bytes: endless() })
    expect(rows).toHaveLength(100)
    expect(taken).toBeLessThan(20)
  })
})

describe('a workbook', () => {
  const workbook = (rows: (string | number | Date | null)[][]) => writeXlsx({ sheets: [{ name: 'Lista', rows }] })

  it('is read like a list: numbers are phones, days are days, empty rows are passed over', async () => {
    await within((client, town) => addContactField(client, town, { label: 'urodziny', type: 'date', choices: [] }))
    const file = await workbook([
      ['imię i nazwisko', 'telefon', 'urodziny'],
      ['Łucja Wzór', 600100301, new Date('1980-05-03T00:00:00Z')],
      [null, null, null],
      ['Jan', '600 100 302', '1.02.1990'],
      ['Zły', 12, null],
    ])
    expect(await load(file)).toMatchObject({ imported: 2, rejected: [{ line: 5, reason: 'too-short' }] })
    expect(await contacts()).toMatchObject([
      { name: 'Jan', fields: { urodziny: '1990-02-01' }, addresses: [{ value: '+48600100302' }] },
      { name: 'Łucja Wzór', fields: { urodziny: '1980-05-03' }, addresses: [{ value: '+48600100301' }] },
    ])
  })

  it('that is broken, or no workbook at all, is said to be so', async () => {
    const file = await workbook([['telefon'], ['600100301']])
    const cut = file.subarray(0, file.length - 100)
    const other = zip([{ name: 'readme.txt', bytes: Buffer.from('hej') }])
    for (const bad of [cut, other]) await expect(load(bad)).rejects.toMatchObject({ code: 'file-not-xlsx' })
  })

  it('that unfolds to gigabytes is refused before it does', async () => {
    const zeros = zip([{ name: 'xl/worksheets/sheet1.xml', bytes: Buffer.alloc(64 * 1024 * 1024) }])
    expect(zeros.length).toBeLessThan(100_000)
    await expect(load(zeros)).rejects.toMatchObject({ code: 'file-unfolds-too-large' })
  })

  it('that lies of how large its parts are is refused', async () => {
    const bytes = Buffer.alloc(8 * 1024 * 1024)
    const lying = zip([{ name: 'xl/worksheets/sheet1.xml', bytes, told: 1_000 }])
    await expect(load(lying)).rejects.toMatchObject({ code: 'file-not-xlsx' })
  })

  it('of more than a thousand parts is refused', async () => {
    const many = zip(Array.from({ length: 1_001 }, (_, i) => ({ name: `a${i}`, bytes: Buffer.alloc(1) })))
    await expect(load(many)).rejects.toMatchObject({ code: 'file-unfolds-too-large' })
  })

  it('of more than 50 MB is refused as it comes', async () => {
    async function* endless() {
      yield Buffer.from('PK\u0003\u0004')
      for (;;) yield Buffer.alloc(1024 * 1024)
    }
    const request = { organizationId: db.organizationId, group: 'Mieszkańcy', bytes: endless() }
    await expect(importContacts(db.engine, request)).rejects.toMatchObject({ code: 'file-too-large' })
  })
})

describe('an import', () => {
  it('is listed with what it did, and its refused lines are kept as they were', async () => {
    const { import: id } = await load('imię;telefon\nAnna;600100301\n=Zły;12\nAnna;600100301\n')
    const { imports } = await within((client, town) => listImports(client, town, { limit: 10 }))
    expect(imports).toMatchObject([
      { id, group: 'Mieszkańcy', state: 'finished', imported: 1, duplicates: 1, rejected: 1 },
    ])
    expect(await within((client, town) => readRefused(client, town, id))).toEqual({
      columns: ['imię', 'telefon'],
      lines: [{ line: 3, reason: 'too-short', values: ['=Zły', '12'] }],
    })
    const other = inOrganization(db.api, db.organizationId + 1, (client) =>
      readRefused(client, db.organizationId + 1, id),
    )
    await expect(other).rejects.toMatchObject({ code: 'not-found' })
  })

  it('that is undone takes its people to trash, those changed since and those known before aside', async () => {
    await load('imię i nazwisko;telefon\nZnana;600100309\n', { group: 'Dawni' })
    const { import: id } = await load(
      'imię i nazwisko;telefon\nAnna;600100301\nJan;600100302\nEwa;600100303\nZnana;600100309\n',
    )
    const jan = (await contacts()).find((contact) => contact.name === 'Jan')
    await within((client, town) => changeContact(client, town, jan?.id ?? 0, { version: 1, name: 'Jan Nowy' }, now))
    await load('imię i nazwisko;telefon\nEwa;600100303\n', { group: 'Odpady' })
    const undo = () => within((client, town) => undoImport(client, town, id, now))
    expect(await undo()).toEqual({ trashed: 1, removed: 4, kept: 2 })
    expect((await contacts()).map((contact) => [contact.name, contact.groups.map((group) => group.name)])).toEqual([
      ['Ewa', ['Odpady']],
      ['Jan Nowy', []],
      ['Znana', ['Dawni']],
    ])
    expect((await contacts(true)).map((contact) => contact.name)).toEqual(['Anna'])
    await expect(undo()).rejects.toMatchObject({ code: 'import-not-undoable' })
  })

  it('that broke off can be undone', async () => {
    async function* broken() {
      yield Buffer.from('telefon\n')
      for (let i = 0; i < 9_000; i++) yield Buffer.from(`600${200_000 + i}\n`)
      throw new Error('the line broke')
    }
    const request = { organizationId: db.organizationId, group: 'Mieszkańcy', bytes: broken() }
    await expect(importContacts(db.engine, request)).rejects.toThrow('the line broke')
    const { imports } = await within((client, town) => listImports(client, town, { limit: 10 }))
    const [failed] = imports
    expect(failed).toMatchObject({ state: 'failed' })
    const { trashed, removed, kept } = await within((client, town) => undoImport(client, town, failed?.id ?? 0, now))
    expect([trashed, removed, kept]).toEqual([failed?.imported, failed?.imported, 0])
    expect(trashed).toBeGreaterThan(0)
  })

  it('someone in trash is not brought back by a list: who is on it is a new contact', async () => {
    const { import: id } = await load('imię i nazwisko;telefon\nAnna;600100301\n')
    await within((client, town) => undoImport(client, town, id, now))
    expect(await load('imię i nazwisko;telefon\nAnna;600100301\n')).toMatchObject({ imported: 1, duplicates: 0 })
    expect([(await contacts()).length, (await contacts(true)).length]).toEqual([1, 1])
  })
})

describe('an export', () => {
  async function exported(format: 'csv' | 'xlsx'): Promise<Buffer> {
    const options = { format, language: 'pl' as const, filter: {} }
    const pieces: Buffer[] = []
    for await (const piece of await exportContacts(db.api, db.organizationId, options))
      pieces.push(Buffer.from(piece as Uint8Array))
    return Buffer.concat(pieces)
  }
  const evil =
    'imię i nazwisko;telefon;uwagi\n"=HYPERLINK(""http://x"")";600100301;+1\n@SUM(A1);600100302;-2\nZwykła;600100303;"\tx"\n'

  it('cannot inject a formula, in CSV', async () => {
    await load(evil)
    const text = (await exported('csv')).toString()
    expect(text.startsWith('\ufeffimię i nazwisko;telefon;')).toBe(true)
    const cells = text.split('\r\n').slice(1).flatMap((line) => line.split(';')) // oxfmt-ignore
    expect(cells.filter((cell) => /^"?[=+\-@\t\r]/.test(cell))).toEqual([])
    expect(text).toContain("'=HYPERLINK")
    expect(text).toContain('48600100301')
  })

  it('cannot inject a formula, in XLSX, where every cell is text', async () => {
    await load(evil)
    const { readXlsx } = await import('hucre/xlsx')
    const sheet = (await readXlsx(await exported('xlsx'))).sheets[0]
    expect(sheet?.rows).toHaveLength(4)
    expect(sheet?.rows.flat().filter((cell) => cell !== null && typeof cell !== 'string')).toEqual([])
    const xml = await sheetXml(await exported('xlsx'))
    expect(xml).not.toMatch(/<f[ >]/)
  })

  it('is read back by an import', async () => {
    await load('imię i nazwisko;telefon;e-mail;wieś\nŁucja Wzór;600100301;l@przykladowo.example;Żuków\n')
    const file = await exported('xlsx')
    await db.owner.query('TRUNCATE contact, contact_group, address CASCADE')
    expect(await load(file)).toMatchObject({ imported: 1, rejectedCount: 0 })
    expect(await contacts()).toMatchObject([
      {
        name: 'Łucja Wzór',
        addresses: [{ value: '+48600100301' }, { value: 'l@przykladowo.example' }],
        fields: { wieś: 'Żuków' },
      },
    ])
  })
})

async function sheetXml(workbook: Buffer): Promise<string> {
  const { fromBufferPromise } = await import('yauzl')
  const archive = await fromBufferPromise(workbook, { lazyEntries: true })
  let text = ''
  for await (const entry of archive.eachEntry())
    if (entry.fileName.startsWith('xl/worksheets/'))
      for await (const piece of await archive.openReadStreamPromise(entry)) text += String(piece)
  return text
}

/** A ZIP archive (APPNOTE 4.3), which may lie of how large its parts are. */
function zip(parts: { name: string; bytes: Buffer; told?: number }[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, bytes, told = bytes.length } of parts) {
    const packed = deflateRawSync(bytes)
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(8, 4)
    head.writeUInt32LE(packed.length, 14)
    head.writeUInt32LE(told, 18)
    head.writeUInt16LE(name.length, 22)
    files.push(Buffer.from('PK\u0003\u0004'), head, Buffer.from(name), packed)
    const entry = Buffer.alloc(16)
    entry.writeUInt32LE(offset, 12)
    directory.push(Buffer.from('PK\u0001\u0002\u0014\0'), head, entry, Buffer.from(name))
    offset += 30 + name.length + packed.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(list.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...files, list, Buffer.from('PK\u0005\u0006'), end])
}
