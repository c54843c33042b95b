import { Readable } from 'node:stream'
import type { XlsxStreamRow } from 'hucre/xlsx'

/**
 * Lines as the only sheet of a workbook, written while they are read. Every text is a cell of text, never a formula. The library is
 * loaded by the first who asks: no start and no gateway waits for its 74 files.
 */
export async function xlsxOf(lines: AsyncIterable<XlsxStreamRow>, name: string): Promise<Readable> {
  const { writeXlsxStream } = await import('hucre/xlsx')
  return Readable.fromWeb(writeXlsxStream(lines, { name }))
}
