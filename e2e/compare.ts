import type { Person } from './make-people.ts'
import type { LoggedSubmit } from './smsc.ts'

/** What the phones have, person by person. */
export interface Received {
  /** Whole, to the right person, with the right letters, once. */
  right: number
  /** Whole, but another text. */
  wrong: number
  /** The whole came more than once, or some part of one copy did. */
  repeated: number
  /** Nothing, or not all parts. */
  missing: number
  /** Of the right: those with a piece of an earlier attempt beside the whole. */
  pieces: number
  /** Numbers that are on no list. */
  strangers: number
  /** A few that are not right, for the person who looks for the reason; those in doubt are among them. */
  examples: string[]
}

interface Part {
  reference: number
  total: number
  number: number
  text: string
}

/** Compares what the SMSC accepted with what was to be sent. */
export function compare(people: Person[], submits: LoggedSubmit[]): Received {
  const byPhone = Map.groupBy(
    submits.filter(({ status }) => status === 0),
    ({ to }) => to.replace(/^\+/, ''),
  )
  const received: Received = { right: 0, wrong: 0, repeated: 0, missing: 0, pieces: 0, strangers: 0, examples: [] }
  for (const person of people) {
    const parts = (byPhone.get(person.number) ?? []).map(readPart)
    byPhone.delete(person.number)
    const verdict = judge(person, parts)
    received[verdict]++
    if (verdict === 'right' && parts.length > (parts[0]?.total ?? 0)) received.pieces++
    if (verdict !== 'right' && received.examples.length < 5)
      received.examples.push(`${verdict}: ${person.number} ${JSON.stringify(parts)}`)
  }
  received.strangers = byPhone.size
  return received
}

/** Each attempt to send has a reference of its own: a phone shows those of which it has every part. */
function judge(person: Person, parts: Part[]): 'right' | 'wrong' | 'repeated' | 'missing' {
  const attempts = [...Map.groupBy(parts, ({ reference }) => reference).values()]
  const whole = attempts.filter((attempt) => attempt.length >= (attempt[0]?.total ?? 0))
  const [shown] = whole
  if (whole.length > 1 || attempts.some((attempt) => new Set(attempt.map((part) => part.number)).size < attempt.length))
    return 'repeated'
  if (!shown) return 'missing'
  if (shown.some(({ total }) => total !== shown.length)) return 'wrong'
  const text = shown.sort((a, b) => a.number - b.number).map((part) => part.text)
  return text.join('') === person.text ? 'right' : 'wrong'
}

/** Reads one submit as a phone does. */
export function readPart({ esm, coding, body }: LoggedSubmit): Part {
  const bytes = Buffer.from(body, 'hex')
  const headerLength = esm & 0x40 ? (bytes[0] ?? 0) + 1 : 0
  const text = readText(bytes.subarray(headerLength), coding)
  // 00 03: eight bits of reference; 08 04: sixteen (3GPP TS 23.040, 9.2.3.24).
  if (headerLength > 0 && bytes[1] === 0x00)
    return { reference: bytes[3] ?? 0, total: bytes[4] ?? 0, number: bytes[5] ?? 0, text }
  if (headerLength > 0 && bytes[1] === 0x08)
    return { reference: bytes.readUInt16BE(3), total: bytes[5] ?? 0, number: bytes[6] ?? 0, text }
  return { reference: 0, total: 1, number: 1, text }
}

function readText(bytes: Buffer, coding: number): string {
  return coding === 8 ? Buffer.from(bytes).swap16().toString('utf16le') : bytes.toString('latin1')
}
