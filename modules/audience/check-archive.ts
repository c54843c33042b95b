import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'
import { Problem } from '#platform/errors'

/** What a workbook may unfold to: a million rows of ten columns are about 400 MB of XML. */
const mostUnfolded = 512 * 1024 * 1024
/** Texts of the cells are held in memory while the sheet is read. */
const mostSharedText = 128 * 1024 * 1024
const mostEntries = 1_000
/** Sheets shrink to a tenth, one that says the same in each cell to a hundredth; a bomb to a thousandth. */
const mostRatio = 200
/** Small parts shrink as they please. */
const freeBytes = 1024 * 1024

/**
 * Makes sure that a workbook unfolds to what its directory says, and to no more than this house can hold: a few kilobytes of
 * ZIP can be gigabytes of zeros. Everything is unfolded once and counted, since a directory may lie.
 * @throws Problem `file-not-xlsx`, `file-unfolds-too-large`
 */
export async function checkArchive(bytes: Uint8Array): Promise<void> {
  try {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const archive = await fromBufferPromise(buffer, { lazyEntries: true })
    if (archive.entryCount > mostEntries) throw new Problem('file-unfolds-too-large')
    let sum = 0
    for await (const entry of archive.eachEntry()) {
      sum += entry.uncompressedSize
      if (sum > mostUnfolded || unfoldsTooFar(entry)) throw new Problem('file-unfolds-too-large')
      await unfold(archive, entry)
    }
  } catch (error) {
    // A broken archive, or one whose parts are larger than it says.
    throw error instanceof Problem ? error : new Problem('file-not-xlsx')
  }
}

function unfoldsTooFar({ fileName, uncompressedSize, compressedSize }: Entry): boolean {
  if (fileName.endsWith('sharedStrings.xml') && uncompressedSize > mostSharedText) return true
  return uncompressedSize > freeBytes && uncompressedSize > compressedSize * mostRatio
}

/** yauzl ends the stream with an error as soon as it is longer than the directory says. */
async function unfold(archive: ZipFile, entry: Entry): Promise<void> {
  if (entry.isEncrypted() || entry.fileName.endsWith('/')) return
  for await (const _ of await archive.openReadStreamPromise(entry));
}
