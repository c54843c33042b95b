import type { CellValue } from 'hucre/xlsx'
import { Problem } from '#platform/errors'
import { checkArchive } from './check-archive.ts'

/** 50 MB of XLSX are a million rows: more belongs into a CSV file, which is read as it comes. */
const mostBytes = 50 * 1024 * 1024

/** A ZIP archive, by its first bytes (APPNOTE 4.3.7). */
export function isWorkbook(start: Uint8Array): boolean {
  return start[0] === 0x50 && start[1] === 0x4b && start[2] === 0x03 && start[3] === 0x04
}

/**
 * Rows of a workbook's first sheet, each cell as text; empty rows are left out. `line` is the row's number in the sheet.
 * @throws Problem `file-too-large`, `file-not-xlsx`, `file-unfolds-too-large`
 */
export async function* readWorkbook(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ record: string[]; line: number }> {
  const workbook = await collect(bytes)
  await checkArchive(workbook)
  // Loaded by the first workbook: its 74 files are no part of a start.
  const { streamXlsxRows } = await import('hucre/xlsx')
  const rows = streamXlsxRows(workbook, { sheet: 0 })
  for (;;) {
    const next = await rows.next().catch(() => {
      throw new Problem('file-not-xlsx')
    })
    if (next.done) return
    const record = next.value.values.map(textOf)
    if (record.some((text) => text.trim() !== '')) yield { record, line: next.value.index + 1 }
  }
}

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of bytes) {
    length += piece.length
    if (length > mostBytes) throw new Problem('file-too-large', { limit: '50 MB (XLSX)' })
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** A number of nine digits is a phone; a day without a time is a day. */
function textOf(cell: CellValue | undefined): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'number') return Number.isInteger(cell) ? cell.toFixed(0) : String(cell)
  if (cell instanceof Date)
    return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().replace(/T00:00:00\.000Z$/, '')
  return String(cell)
}
