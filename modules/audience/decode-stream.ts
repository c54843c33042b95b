/** Encodings that a spreadsheet in a Polish office writes. */
export type FileEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1250' | 'iso-8859-2'

/** Which of the two single-byte encodings: they differ in ą ś ź and their capitals, which every longer Polish list has. */
const telling: Readonly<Record<FileEncoding & ('windows-1250' | 'iso-8859-2'), ReadonlySet<number>>> = {
  'windows-1250': new Set([0xb9, 0x9c, 0x9f, 0xa5, 0x8c, 0x8f]),
  'iso-8859-2': new Set([0xb1, 0xb6, 0xbc, 0xa1, 0xa6, 0xac]),
}

/** The encoding of a file by its first bytes: byte order mark, else valid UTF-8, else the telling letters. */
export function detectEncoding(start: Uint8Array): FileEncoding {
  const [a, b, c] = start
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (isUtf8(start)) return 'utf-8'
  const count = (set: ReadonlySet<number>) => start.reduce((sum, byte) => sum + (set.has(byte) ? 1 : 0), 0)
  return count(telling['iso-8859-2']) > count(telling['windows-1250']) ? 'iso-8859-2' : 'windows-1250'
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // A character cut by the end of the sample is no error.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

/** The text of a stream of bytes; the byte order mark is left out. */
export async function* decodeStream(bytes: AsyncIterable<Uint8Array>, encoding: FileEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}
