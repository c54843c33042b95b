/** A resident as the list names them, and as the text must reach them. */
export interface Person {
  /** E.164 without the plus sign, as it travels over SMPP. */
  number: string
  text: string
}

export interface People {
  /** The file: Windows-1250, semicolons, CRLF. */
  csv: Buffer
  people: Person[]
  duplicates: number
  bad: number
}

/** Two parts in UCS-2 with every name below. */
export const template =
  'Dzień dobry, {{ imie }}! Opłata za odbiór śmieci wynosi {{ kwota }} zł. Prosimy o wpłatę do 15 grudnia. Urząd Gminy Żółwin'

const names = [
  'Łucja',
  'Żaneta',
  'Świętosława',
  'Józef',
  'Grażyna',
  'Błażej',
  'Wiesław',
  'Agnieszka',
  'Bożena',
  'Zdzisław',
]
const surnames = ['Wójcik', 'Źrebiec', 'Dąbrowska', 'Kozioł', 'Łęcka', 'Szczęsny', 'Żak', 'Nowak']
/** What must arrive as it was written: neither a template nor a tag. */
const oddNames = ['Ada {{ kwota }}', '<b>Ewa</b>', 'Jan "Jaś"', 'Iga; Ola', "O'Hara"]
const badNumbers = ['brak', '12345', '', '60O 123 456', '+48 600 000', '600 000 00']

/**
 * Made-up residents, the same for the same count: of every 200 lines 5 repeat a person and 3 have no usable number.
 * The numbers are in the made-up range +48 600 000 000 – +48 600 999 999.
 * @param lines lines of the list without its heading, at most 100,000
 */
export function makePeople(lines: number): People {
  const people: Person[] = []
  const rows: string[] = ['Imię;Nazwisko;Telefon;Kwota']
  const written: { name: string; surname: string; amount: string; national: string }[] = []
  let duplicates = 0
  let bad = 0
  for (let i = 0; i < lines; i++) {
    if (i % 40 === 39) {
      const again = written[(i * 7) % written.length]
      if (again === undefined) continue
      duplicates++
      rows.push(formatRow([again.name, again.surname, formatNumber(again.national, i + duplicates), again.amount]))
      continue
    }
    const name = i % 1000 === 500 ? pick(oddNames, i / 500) : pick(names, i)
    const surname = pick(surnames, i * 3 + 1)
    const amount = `${20 + (i % 80)},${String((i * 5) % 100).padStart(2, '0')}`
    if ([13, 87, 151].includes(i % 200)) {
      rows.push(formatRow([name, surname, pick(badNumbers, bad++), amount]))
      continue
    }
    // 7 has no divisor in common with 1,000,000: no number comes twice.
    const national = `600${String((i * 7) % 1_000_000).padStart(6, '0')}`
    written.push({ name, surname, amount, national })
    people.push({
      number: `48${national}`,
      text: template.replace(/\{\{ (imie|kwota) \}\}/g, (_, column) => (column === 'imie' ? name : amount)),
    })
    rows.push(formatRow([name, surname, formatNumber(national, i), amount]))
  }
  return { csv: encodeWindows1250(`${rows.join('\r\n')}\r\n`), people, duplicates, bad }
}

/** As people write their numbers. */
function formatNumber(national: string, i: number): string {
  const groups = national.match(/.{3}/g) ?? []
  return pick([national, groups.join(' '), `+48 ${groups.join(' ')}`, `0048${national}`, groups.join('-')], i)
}

function formatRow(cells: string[]): string {
  return cells.map((cell) => (/[";\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(';')
}

function pick(from: readonly string[], i: number): string {
  return from[Math.floor(i) % from.length] ?? ''
}

/** Node only decodes this encoding; turned round, its table encodes. @throws where a letter is not in it */
function encodeWindows1250(text: string): Buffer {
  const all = new TextDecoder('windows-1250').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))
  const bytes = new Map([...all].map((letter, byte) => [letter, byte]))
  return Buffer.from(
    Array.from(text, (letter) => {
      const byte = bytes.get(letter)
      if (byte === undefined) throw new Error(`Windows-1250 has no ${letter}`)
      return byte
    }),
  )
}
