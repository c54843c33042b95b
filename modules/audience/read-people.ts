import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { columnKey } from '@kurenda/sms-text'
import { Problem } from '#platform/errors'
import { decodeStream, detectEncoding } from './decode-stream.ts'

/** How much is read to tell encoding and separator. */
const sampleBytes = 65_536
/** A list of people is text: 200 MB hold several million rows. */
const mostBytes = 200 * 1024 * 1024
const mostFieldChars = 10_000
const mostRowChars = 65_536
const mostColumns = 200

const phoneNames = [
  'telefon', 'telefon komórkowy', 'tel', 'nr tel', 'nr telefonu', 'numer telefonu', 'numer', 'nr', 'komórka', 'komorkowy',
  'tel kom', 'gsm', 'msisdn', 'phone', 'phone number', 'mobile', 'mobile phone', 'number', 'cell', 'телефон', 'номер',
].map(columnKey) // prettier-ignore

export interface Person {
  /** Line of the file, the heading is 1. */
  line: number
  phone: string
  /** Aligned to the columns. */
  values: string[]
}

export interface Rejection {
  line: number
  reason: string
}

export interface PeopleFile {
  columns: string[]
  phoneColumn: string
  /** Read once; a line that cannot be read comes as a rejection and ends nothing. */
  rows: AsyncGenerator<Person | Rejection>
}

/**
 * Reads a list of people from a CSV file as offices have them: any of the usual encodings and separators, told from its
 * first 64 KiB. Memory does not grow with the file. @throws Problem where the file as a whole is of no use
 */
export async function readPeople(
  bytes: AsyncIterable<Uint8Array>,
  options: { phoneColumn?: string } = {},
): Promise<PeopleFile> {
  const iterator = limited(bytes)[Symbol.asyncIterator]()
  const sample = await readSample(iterator)
  if (sample.length === 0) throw new Problem('file-empty')
  const encoding = detectEncoding(sample)
  const start = new TextDecoder(encoding).decode(sample, { stream: true })
  if (start.includes('\0')) throw new Problem('file-not-text')
  const records = parseRecords(decodeStream(resume(sample, iterator), encoding), separatorOf(start))
  const first = await records.next()
  if (first.done || 'reason' in first.value) throw new Problem('file-not-csv')
  const columns = first.value.record.map((name) => name.trim())
  if (columns.length > mostColumns) throw new Problem('file-not-csv')
  const phone = findPhoneColumn(columns, options.phoneColumn)
  return { columns, phoneColumn: columns[phone] ?? '', rows: people(records, columns.length, phone) }
}

async function* limited(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let sum = 0
  for await (const chunk of bytes) {
    sum += chunk.length
    if (sum > mostBytes) throw new Problem('file-too-large', { limit: '200 MB' })
    yield chunk
  }
}

async function readSample(iterator: AsyncIterator<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let length = 0
  while (length < sampleBytes) {
    const read: IteratorResult<Uint8Array, unknown> = await iterator.next()
    if (read.done) break
    chunks.push(read.value)
    length += read.value.length
  }
  return Buffer.concat(chunks)
}

async function* resume(sample: Buffer, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield sample
  for (;;) {
    const read: IteratorResult<Uint8Array, unknown> = await iterator.next()
    if (read.done) return
    yield read.value
  }
}

/** The separator that the heading has most of, outside quotes. */
function separatorOf(start: string): string {
  const heading = (start.split(/\r?\n|\r/, 1)[0] ?? '').replace(/"[^"]*"/g, '')
  const counts = [';', ',', '\t', '|'].map((mark) => ({ mark, count: heading.split(mark).length }))
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).mark
}

type Parsed = { record: string[]; line: number } | Rejection

async function* parseRecords(text: AsyncIterable<string>, separator: string): AsyncGenerator<Parsed> {
  const skipped: Rejection[] = []
  const parser = parse({
    delimiter: separator,
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: mostRowChars,
    skip_records_with_error: true,
    on_skip: (error) => void skipped.push({ line: Number(error?.lines ?? 0), reason: 'malformed-line' }),
  })
  const source = Readable.from(text)
  source.on('error', (error) => parser.destroy(error))
  source.pipe(parser)
  for await (const item of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
    yield* skipped.splice(0)
    yield { record: item.record, line: item.info.lines }
  }
  yield* skipped.splice(0)
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
    if (record.length > width && record.slice(width).some((value) => value.trim() !== ''))
      yield { line, reason: 'too-many-fields' }
    else if (record.some((value) => value.length > mostFieldChars)) yield { line, reason: 'field-too-long' }
    else {
      const values = Array.from({ length: width }, (_, i) => (record[i] ?? '').replaceAll('\0', '').trim())
      yield { line, phone: values[phone] ?? '', values }
    }
  }
}
