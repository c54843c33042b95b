/** A row of the file, its fields not yet parted, or why it cannot be one. `line` is its first line; the file's first is 1. */
export type RawRecord = { line: number; text: string } | { line: number; reason: RecordFault }
type Line = Extract<RawRecord, { text: string }>
export type RecordFault = 'line-too-long' | 'unclosed-quote'

/** Longest row, in characters. */
const mostRowChars = 65_536
/** A cell with line breaks is a postal address or a note. */
const mostLines = 30

/**
 * Rows of a CSV text. A quote that nobody closed swallows the lines after it, and one person's data would go out in
 * another's message: such a row is refused by itself and its neighbours stay whole.
 */
export async function* splitRecords(text: AsyncIterable<string>, separator: string): AsyncGenerator<RawRecord> {
  let waiting: Line[] = []
  for await (const line of physicalLines(text)) {
    if ('reason' in line) {
      yield* withoutQuote(waiting, separator)
      waiting = []
      yield line
      continue
    }
    waiting.push(line)
    for (;;) {
      const taken = takeRecord(waiting, separator)
      if (taken === undefined) break
      yield* taken
    }
  }
  yield* withoutQuote(waiting, separator)
}

/** Takes the first row, or refuses what it would swallow; undefined where more lines are needed to tell. */
function takeRecord(waiting: Line[], separator: string): RawRecord[] | undefined {
  const first = waiting[0]
  if (!first) return undefined
  let text = ''
  for (const [i, line] of waiting.entries()) {
    text = i === 0 ? line.text : `${text}\n${line.text}`
    const end = scan(text, separator)
    if (end === 'broken' || text.length > mostRowChars) break
    if (end === 'open') continue
    const lines = waiting.splice(0, i + 1)
    if (i === 0 || !holdsRows(lines, text, separator)) return [{ line: first.line, text }]
    // Closed, but with whole rows inside: nobody can tell whose is what.
    return lines.map(({ line }) => ({ line, reason: 'unclosed-quote' }))
  }
  const isOpen = scan(text, separator) === 'open' && text.length <= mostRowChars
  if (isOpen && waiting.length < mostLines) return undefined
  waiting.shift()
  return [{ line: first.line, reason: 'unclosed-quote' }]
}

function* withoutQuote(waiting: Line[], separator: string): Generator<RawRecord> {
  while (waiting.length > 0) {
    const taken = takeRecord(waiting, separator)
    if (taken) yield* taken
    else {
      const first = waiting.shift()
      if (first) yield { line: first.line, reason: 'unclosed-quote' }
    }
  }
}

/** Whether one of the lines within the quotes has as many separators as the whole row has: then it is a row itself. */
function holdsRows(lines: readonly Line[], text: string, separator: string): boolean {
  const inRow = text.replace(/"(?:[^"]|"")*"/g, '').split(separator).length
  return inRow > 1 && lines.slice(0, -1).some((line) => line.text.split(separator).length >= inRow)
}

/**
 * How a row ends: `closed`; `open`, within quotes; `broken`, where a quote that began on an earlier line is followed by
 * more than a separator. Within one line such a quote is a plain sign, as in `"Ala" Nowak`.
 */
function scan(text: string, separator: string): 'closed' | 'open' | 'broken' {
  let at = 0
  while (at <= text.length) {
    if (text[at] !== '"') {
      const next = text.indexOf(separator, at)
      if (next < 0) return text.includes('\n', at) ? 'broken' : 'closed'
      at = next + 1
      continue
    }
    const close = closingQuote(text, at)
    if (close < 0) return 'open'
    const after = text[close + 1]
    if (after === undefined) return 'closed'
    if (after === separator) {
      at = close + 2
      continue
    }
    if (text.slice(at, close).includes('\n')) return 'broken'
    const next = text.indexOf(separator, close)
    if (next < 0) return text.includes('\n', close) ? 'broken' : 'closed'
    at = next + 1
  }
  return 'closed'
}

/** Where the quote that opens at `open` is closed, doubled ones passed over; -1 where nowhere. */
function closingQuote(text: string, open: number): number {
  let at = text.indexOf('"', open + 1)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}

async function* physicalLines(text: AsyncIterable<string>): AsyncGenerator<RawRecord> {
  let line = 1
  let rest = ''
  let tooLong = false
  for await (const piece of text) {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!\n|$)/)
    rest = lines.pop() ?? ''
    for (const whole of lines) {
      yield tooLong || whole.length > mostRowChars ? { line, reason: 'line-too-long' } : { line, text: whole }
      tooLong = false
      line++
    }
    if (rest.length > mostRowChars) {
      tooLong = true
      // Its last character may be half a line break.
      rest = rest.slice(-1)
    }
  }
  const last = rest.replace(/\r$/, '')
  if (tooLong) yield { line, reason: 'line-too-long' }
  else if (last !== '') yield { line, text: last }
}
