import { parse } from 'csv-parse/sync'
import { columnKey } from '@kurenda/sms-text'
import { Problem } from '#platform/errors'
import { decodeStream, unreadable } from './decode-stream.ts'
import { isWorkbook, readWorkbook } from './read-workbook.ts'
import { splitRecords, type RawRecord, type RecordFault } from './split-records.ts'

/** A list of people is text: this holds several million rows. */
const mostMegabytes = 200
const mostFieldChars = 10_000
const mostColumns = 200
/** Rows parted at once: csv-parse starts anew for each batch (one by one it takes six times as long). */
const batchRows = 500

const phoneNames = [
  'telefon', 'telefon komórkowy', 'tel', 'nr tel', 'nr telefonu', 'numer telefonu', 'numer', 'nr', 'komórka', 'komorkowy',
  'tel kom', 'gsm', 'msisdn', 'phone', 'phone number', 'mobile', 'mobile phone', 'number', 'cell', 'телефон', 'номер',
].map(columnKey) // oxfmt-ignore

export interface Person {
  /** Line of the file at which the row begins; the heading is 1. */
  line: number
  phone: string
  /** Aligned to the columns. */
  values: string[]
}

export interface Rejection {
  line: number
  reason: string
}

export type LineFault = RecordFault | 'malformed-line' | 'too-many-fields' | 'field-too-long' | 'unreadable-letters'

export interface PeopleFile {
  columns: string[]
  phoneColumn: string
  /** Read once; a line that cannot be read comes as a rejection and ends nothing. */
  rows: AsyncGenerator<Person | Rejection>
}

/**
 * Reads a list of people as offices have them: an XLSX workbook's first sheet, or CSV in any of the usual encodings and
 * separators, told from its first 64 KiB. Memory does not grow with a CSV file; a workbook is held whole (50 MB at most).
 * @param options.phoneAt the place of the phone's column, where it is known
 * @param options.mostMegabytes of the whole file; 200 unless said
 * @throws Problem where the file as a whole is of no use
 */
export async function readPeople(
  bytes: AsyncIterable<Uint8Array>,
  options: { phoneColumn?: string | undefined; phoneAt?: number | undefined; mostMegabytes?: number } = {},
): Promise<PeopleFile> {
  const { start, all } = await peek(limited(bytes, options.mostMegabytes ?? mostMegabytes))
  const records = isWorkbook(start) ? readWorkbook(all) : await readCsv(all)
  const heading = await records.next()
  if (heading.done || 'reason' in heading.value) throw new Problem('file-not-csv')
  const columns = heading.value.record.map((name) => name.trim())
  if (columns.length > mostColumns || columns.some((name) => unreadable.test(name))) throw new Problem('file-not-csv')
  const phone = options.phoneAt ?? findPhoneColumn(columns, options.phoneColumn)
  return { columns, phoneColumn: columns[phone] ?? '', rows: people(records, columns.length, phone) }
}

/** The first bytes of a stream, and all of it again. */
async function peek(
  bytes: AsyncGenerator<Uint8Array>,
): Promise<{ start: Uint8Array; all: AsyncGenerator<Uint8Array> }> {
  const held: Uint8Array[] = []
  for (let length = 0; length < 4;) {
    const next = await bytes.next()
    if (next.done) break
    held.push(next.value)
    length += next.value.length
  }
  const start = Buffer.concat(held)
  return { start, all: resume(start, bytes) }
}

async function readCsv(bytes: AsyncIterable<Uint8Array>): Promise<AsyncGenerator<Parsed>> {
  const text = decodeStream(bytes)
  const first = await text.next()
  const start = first.done ? '' : first.value
  if (start.trim() === '') throw new Problem('file-empty')
  if (start.includes('\0')) throw new Problem('file-not-text')
  const separator = separatorOf(start)
  return parseRecords(splitRecords(resume(start, text), separator), separator)
}

async function* limited(bytes: AsyncIterable<Uint8Array>, megabytes: number): AsyncGenerator<Uint8Array> {
  let sum = 0
  for await (const chunk of bytes) {
    sum += chunk.length
    if (sum > megabytes * 1024 * 1024) throw new Problem('file-too-large', { limit: `${megabytes} MB` })
    yield chunk
  }
}

async function* resume<Piece>(start: Piece, rest: AsyncGenerator<Piece>): AsyncGenerator<Piece> {
  yield start
  yield* rest
}

/** The separator that the heading has most of, outside quotes. */
function separatorOf(start: string): string {
  const heading = (start.trimStart().split(/\r?\n|\r/, 1)[0] ?? '').replace(/"[^"]*"/g, '')
  const counts = [';', ',', '\t', '|'].map((mark) => ({ mark, count: heading.split(mark).length }))
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).mark
}

/** A row parted into its fields, or why it cannot be. */
type Parsed = { record: string[]; line: number } | { line: number; reason: LineFault }
type Row = Extract<RawRecord, { text: string }>

async function* parseRecords(records: AsyncIterable<RawRecord>, separator: string): AsyncGenerator<Parsed> {
  let batch: Row[] = []
  for await (const record of records) {
    if ('reason' in record) {
      yield* part(batch, separator)
      batch = []
      yield record
    } else if (record.text.trim() !== '') batch.push(record)
    if (batch.length >= batchRows) {
      yield* part(batch, separator)
      batch = []
    }
  }
  yield* part(batch, separator)
}

/** Parts rows into their fields: all at once, or one by one where one of them cannot be. */
function* part(rows: readonly Row[], separator: string): Generator<Parsed> {
  const all = fieldsOf(rows, separator)
  for (const [i, row] of rows.entries()) {
    const record = all?.[i] ?? fieldsOf([row], separator)?.[0]
    yield record ? { record, line: row.line } : { line: row.line, reason: 'malformed-line' }
  }
}

/** Undefined where csv-parse does not make exactly one record of each row. */
function fieldsOf(rows: readonly Row[], separator: string): string[][] | undefined {
  const options = { delimiter: separator, record_delimiter: '\n', relax_column_count: true, relax_quotes: true }
  try {
    const parsed = parse(rows.map((row) => row.text).join('\n'), options)
    return parsed.length === rows.length ? parsed : undefined
  } catch {
    return undefined
  }
}

function findPhoneColumn(columns: readonly string[], wanted: string | undefined): number {
  const keys = columns.map(columnKey)
  if (wanted !== undefined) {
    const found = keys.indexOf(columnKey(wanted))
    if (found < 0) throw new Problem('column-not-found', { column: wanted, columns: [...columns] })
    return found
  }
  for (const name of phoneNames) {
    const found = keys.indexOf(name)
    if (found >= 0) return found
  }
  throw new Problem('no-phone-column', { columns: [...columns] })
}

async function* people(
  records: AsyncGenerator<Parsed>,
  width: number,
  phone: number,
): AsyncGenerator<Person | Rejection> {
  for await (const parsed of records) {
    if ('reason' in parsed) {
      yield parsed
      continue
    }
    const { record, line } = parsed
    if (record.every((value) => value.trim() === '')) continue
    const fault = faultOf(record, width)
    if (fault) yield { line, reason: fault }
    else {
      const values = Array.from({ length: width }, (_, i) => (record[i] ?? '').trim())
      yield { line, phone: values[phone] ?? '', values }
    }
  }
}

function faultOf(record: readonly string[], width: number): LineFault | undefined {
  if (record.slice(width).some((value) => value.trim() !== '')) return 'too-many-fields'
  if (record.some((value) => value.length > mostFieldChars)) return 'field-too-long'
  return record.some((value) => unreadable.test(value)) ? 'unreadable-letters' : undefined
}
