import { TextDecoder } from 'node:util'

/** Encodings that a spreadsheet in a Polish office writes. */
export type FileEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1250' | 'iso-8859-2'

/** How much is read to tell the encoding (and, by the reader, the separator). */
const sampleBytes = 65_536

/** ą ś ź and their capitals, in which the two single-byte encodings differ; every longer Polish list has some. */
const tellingOf1250 = new Set([0xb9, 0x9c, 0x9f, 0xa5, 0x8c, 0x8f])
const tellingOf8859 = new Set([0xb1, 0xb6, 0xbc, 0xa1, 0xa6, 0xac])

/** What a byte that fits no encoding leaves behind: such a text is not what its author wrote. */
// oxlint-disable-next-line no-control-regex -- these are the characters that are looked for
export const unreadable = /[\u0000\u0080-\u009f\ufffd]/

/**
 * Signs that capital letters of Windows-1250 make by chance where they are read as UTF-8 (ÓŁ gives U+04E3, ĘŚ U+028C),
 * besides the mark of what cannot be read at all.
 */
const doubtful = /[\u0180-\u02ff\u0460-\u048f\u0492-\u052f\ufffd]/

/**
 * The encoding of a piece of a file: byte order mark, else UTF-8 where most of its letters read well as such (one spoilt
 * byte must not spoil every other letter), else the telling letters. Undefined while there is no letter to tell it by.
 */
function detectEncoding(bytes: Uint8Array): FileEncoding | undefined {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  // A letter cut by the end of the piece is neither right nor wrong.
  const letters = new TextDecoder('utf-8').decode(bytes, { stream: true }).match(/[^\p{ASCII}]/gu) ?? []
  if (letters.length === 0) return undefined
  const bad = letters.filter((letter) => doubtful.test(letter)).length
  if (bad * 2 <= letters.length && bad < letters.length) return 'utf-8'
  const count = (telling: ReadonlySet<number>) => bytes.reduce((sum, byte) => sum + (telling.has(byte) ? 1 : 0), 0)
  return count(tellingOf8859) > count(tellingOf1250) ? 'iso-8859-2' : 'windows-1250'
}

/**
 * The text of a stream of bytes, without its byte order mark, in pieces; the first comes of at least 64 KiB where there
 * are so many. Plain ASCII says nothing: a list whose first Polish letter is on its last line is told by that one.
 */
export async function* decodeStream(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined
  let held: Uint8Array[] = []
  let length = 0
  const take = () => {
    const piece = Buffer.concat(held)
    held = []
    length = 0
    return piece
  }
  for await (const chunk of bytes) {
    if (decoder) {
      yield decoder.decode(chunk, { stream: true })
      continue
    }
    held.push(chunk)
    length += chunk.length
    if (length < sampleBytes) continue
    const piece = take()
    const encoding = detectEncoding(piece)
    if (encoding) {
      decoder = new TextDecoder(encoding)
      yield decoder.decode(piece, { stream: true })
    } else {
      const plain = piece.findIndex((byte) => byte >= 0x80)
      const end = plain < 0 ? piece.length : plain
      yield piece.toString('latin1', 0, end)
      // The first byte of a letter that the end of the piece cut.
      if (end < piece.length) held.push(piece.subarray(end))
      length = piece.length - end
    }
  }
  const rest = take()
  decoder ??= new TextDecoder(detectEncoding(rest) ?? (rest.some((byte) => byte >= 0x80) ? 'windows-1250' : 'utf-8'))
  yield decoder.decode(rest)
}
