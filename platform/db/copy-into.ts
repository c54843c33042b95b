import { once } from 'node:events'
import { from as copyFrom } from 'pg-copy-streams'
import type { Client } from './pool.ts'

export type Cell = string | number | boolean | Date | null | readonly string[]

const special = /[\\\n\r\t]/g
const spelled: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escape(text: string): string {
  return text.replace(special, (char) => spelled[char] ?? char)
}

function spell(cell: Cell): string {
  if (cell === null) return '\\N'
  if (typeof cell === 'string') return escape(cell)
  if (typeof cell === 'number') return String(cell)
  if (typeof cell === 'boolean') return cell ? 't' : 'f'
  if (cell instanceof Date) return cell.toISOString()
  return escape(`{${cell.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`)
}

/** Rows to COPY's text format, gathered to about 64 KiB before each write. */
const enough = 65_536

/**
 * Writes rows with COPY, ten times faster than INSERT. Refused by PostgreSQL (0A000) for a role under row-level
 * security. Table and column names come from our own code only. Returns the number of rows.
 */
export async function copyInto(
  client: Client,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>,
): Promise<number> {
  const stream = client.query(copyFrom(`COPY ${table} (${columns.join(', ')}) FROM STDIN`))
  const finished = once(stream, 'finish')
  finished.catch(() => {})
  let text = ''
  let count = 0
  try {
    for await (const row of rows) {
      text += row.map(spell).join('\t') + '\n'
      count++
      if (text.length >= enough) {
        if (!stream.write(text)) await Promise.race([once(stream, 'drain'), finished])
        text = ''
      }
    }
  } catch (error) {
    // The source failed: the server must not keep waiting for the rest of the rows.
    stream.destroy(error instanceof Error ? error : new Error(String(error)))
    await finished.catch(() => {})
    throw error
  }
  stream.end(text)
  await finished
  return count
}
