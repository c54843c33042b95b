import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Problem } from '#platform/errors'
import { readPeople } from './read-people.ts'

type Piece = string | Uint8Array

async function* bytesOf(...pieces: Piece[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece)
}

/** Letters of Windows-1250 and ISO-8859-2 that are not in ASCII. */
const tables: Record<'1250' | '8859', Record<string, number>> = {
  '1250': { ą: 0xb9, ć: 0xe6, ę: 0xea, ł: 0xb3, ń: 0xf1, ó: 0xf3, ś: 0x9c, ź: 0x9f, ż: 0xbf, Ł: 0xa3, Ś: 0x8c, Ó: 0xd3 },
  '8859': { ą: 0xb1, ć: 0xe6, ę: 0xea, ł: 0xb3, ń: 0xf1, ó: 0xf3, ś: 0xb6, ź: 0xbc, ż: 0xbf, Ł: 0xa3, Ś: 0xa6, Ó: 0xd3 },
} // oxfmt-ignore
function encode(text: string, table: '1250' | '8859'): Buffer {
  return Buffer.from([...text].map((letter) => tables[table][letter] ?? letter.charCodeAt(0)))
}

async function read(...pieces: Piece[]) {
  const file = await readPeople(bytesOf(...pieces))
  const rows: string[] = []
  for await (const row of file.rows)
    rows.push(`${row.line} ${'reason' in row ? row.reason : [row.phone, ...row.values].join('|')}`)
  return { columns: file.columns, phoneColumn: file.phoneColumn, rows }
}

const list = 'imię;telefon;ulica\nŁucja Źdźbło;600100200;Świętej Śnieżnej\n'

describe('the encoding is told by the file', () => {
  const expected = ['2 600100200|Łucja Źdźbło|600100200|Świętej Śnieżnej']
  it.each<[string, Piece]>([
    ['UTF-8', list],
    ['UTF-8 with a byte order mark', `\ufeff${list}`],
    ['UTF-16 little endian', Buffer.from(`\ufeff${list}`, 'utf16le')],
    ['UTF-16 big endian', Buffer.from(`\ufeff${list}`, 'utf16le').swap16()],
  ])('%s', async (_, file) => {
    const { columns, rows } = await read(file)
    expect([columns, rows]).toEqual([['imię', 'telefon', 'ulica'], expected])
  })
  it.each(['1250', '8859'] as const)('%s', async (table) => {
    const text = list.replace('Ź', 'Z')
    expect((await read(encode(text, table))).rows).toEqual([expected[0]?.replace('Ź', 'Z')])
  })
  it('even where the first Polish letter is on the last line of a long list', async () => {
    const plain = `imie;telefon\n${'Ala;600100201\n'.repeat(12_000)}`
    for (const last of [encode('Łukasz;600100200\n', '1250'), Buffer.from('Łukasz;600100200\n')])
      expect((await read(plain, last)).rows.at(-1)).toBe('12002 600100200|Łukasz|600100200')
  })
  it('capital ÓŁ of Windows-1250, which is UTF-8 by chance', async () => {
    expect((await read(encode('ulica;telefon\nPÓŁNOCNA;600100200\n', '1250'))).rows).toEqual([
      '2 600100200|PÓŁNOCNA|600100200',
    ])
  })
  it('whatever the pieces it comes in', async () => {
    const whole = Buffer.from(list.repeat(3))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(whole.length), { maxLength: 12 }), async (cuts) => {
        const ends = [...cuts.sort((a, b) => a - b), whole.length]
        const pieces = ends.map((end, i) => whole.subarray(ends[i - 1] ?? 0, end))
        expect(await read(...pieces)).toEqual(await read(whole))
      }),
      { numRuns: 50 },
    )
  })
  it('a byte that is no letter refuses its own line, and the letters of the others stay right', async () => {
    const broken = Buffer.concat([Buffer.from(list), Buffer.from([0x4a, 0xff]), Buffer.from(';600100201;\n')])
    expect((await read(broken)).rows).toEqual([expected[0], '3 unreadable-letters'])
  })
})

describe('the columns', () => {
  it.each([';', ',', '\t', '|'])('are parted by %j', async (mark) => {
    expect((await read(`imie${mark}telefon\r\n"Jan${mark} ""Kos"""${mark}600100200\r\n`)).rows).toEqual([
      `2 600100200|Jan${mark} "Kos"|600100200`,
    ])
  })
  it.each(['Telefon', 'NUMER TELEFONU', 'nr_tel', 'Nr tel', 'Komórka', 'phone', 'Mobile', 'MSISDN', 'numer'])(
    'the one with the numbers is found by its name: %s',
    async (name) => {
      expect((await read(`imie;${name}\nJan;600100200\n`)).phoneColumn).toBe(name)
    },
  )
  it('or is named by the person, ignoring case, diacritics and spaces', async () => {
    const file = await readPeople(bytesOf('Główny kontakt;telefon\n600100200;221234567\n'), {
      phoneColumn: 'glowny_kontakt',
    })
    expect(file.phoneColumn).toBe('Główny kontakt')
  })
})

describe('a line that cannot be read is refused by itself', () => {
  it('a quote that nobody closed does not take the neighbours along', async () => {
    const { rows } = await read('imie;telefon\n"Jan;600100200\nAla;600100201\n"Ewa";600100202\n')
    expect(rows).toEqual(['2 unclosed-quote', '3 600100201|Ala|600100201', '4 600100202|Ewa|600100202'])
  })
  it('nor does it put one person’s line into another’s', async () => {
    const { rows } = await read('imie;telefon\n"Jan;600100200\nAla";600100201\nOla;600100202\n')
    expect(rows).toEqual(['2 unclosed-quote', '3 unclosed-quote', '4 600100202|Ola|600100202'])
  })
  it('a line break within quotes is part of the field, and the line is where the row begins', async () => {
    const { rows } = await read('adres;telefon\n"Polna 3\n00-001 Wzór";600100200\nOla;600100201\n')
    expect(rows).toEqual(['2 600100200|Polna 3\n00-001 Wzór|600100200', '4 600100201|Ola|600100201'])
  })
  it('too many fields, a field over 10,000 characters, a line over 64 KiB', async () => {
    const long = `${'x'.repeat(10_001)};600100201`
    const { rows } = await read('a;telefon\n', `1;2;3\n${long}\n`, 'y'.repeat(200_000), '\nJan;600100200\n')
    expect(rows).toEqual(['2 too-many-fields', '3 field-too-long', '4 line-too-long', '5 600100200|Jan|600100200'])
  })
  it('lines without anything in them are passed over, and missing fields are empty', async () => {
    expect((await read('a;telefon;b\n\n;;\n1;600100200\n')).rows).toEqual(['4 600100200|1|600100200|'])
  })
  it('rows keep their people whatever signs are around them', async () => {
    const cell = fc.string({ maxLength: 12 }).map((text) => text.replace(/[\0\n\r\x80-\x9f\ufffd]/g, '').trim())
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { maxLength: 30 }), async (names) => {
        const quoted = names.map((name, i) => `"${name.replaceAll('"', '""')}";60010${String(i).padStart(4, '0')}`)
        const { rows } = await read(['imie;telefon', ...quoted].join('\n'))
        const numbers = names.map((_, i) => `60010${String(i).padStart(4, '0')}`)
        expect(rows).toEqual(names.map((name, i) => `${i + 2} ${numbers[i]}|${name}|${numbers[i]}`))
      }),
    )
  })
  it('no bytes at all break it: a file gives rows, rejections or a Problem', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (noise) => {
        await read('imie;telefon\n', noise).catch((error: unknown) => expect(error).toBeInstanceOf(Problem))
      }),
      { numRuns: 300 },
    )
  })
})

describe('a file of no use is said to be so', () => {
  it.each<[string, Piece]>([
    ['file-empty', ''],
    ['file-empty', ' \n\n'],
    ['file-not-text', Buffer.from('imie;telefon\0\0\0')],
    ['file-not-xlsx', Buffer.from('PK\u0003\u0004\0\0\0imie;telefon')],
    ['no-phone-column', 'imie;nazwisko\nJan;Wzór\n'],
    ['file-not-csv', '"imie;telefon\nJan;600100200\n'],
  ])('%s', async (code, file) => {
    await expect(read(file)).rejects.toMatchObject({ code })
  })
  it('a column that was asked for and is not there', async () => {
    await expect(readPeople(bytesOf('imie;telefon\n'), { phoneColumn: 'gsm' })).rejects.toMatchObject({
      code: 'column-not-found',
      params: { column: 'gsm', columns: ['imie', 'telefon'] },
    })
  })
  it('more than the megabytes that a file may have', async () => {
    async function* endless() {
      const block = Buffer.from(`${'x'.repeat(9_000)};600100200\n`.repeat(100))
      yield Buffer.from('imie;telefon\n')
      for (;;) yield block
    }
    const file = await readPeople(endless(), { mostMegabytes: 6 })
    const drained = (async () => {
      for await (const _ of file.rows);
    })()
    await expect(drained).rejects.toMatchObject({ code: 'file-too-large', params: { limit: '6 MB' } })
  })
})
