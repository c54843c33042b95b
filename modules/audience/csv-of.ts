import { pipeline, Readable } from 'node:stream'
import { stringify } from 'csv-stringify'

/**
 * Lines as a spreadsheet in a Polish office opens them with a double click. No cell can be a formula: what begins with = + - @ or a
 * tab gets an apostrophe before it. Where the lines break off, so does the file.
 */
export function csvOf(lines: Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>): Readable {
  const asText = stringify({ delimiter: ';', record_delimiter: 'windows', bom: true, escape_formulas: true })
  // Whoever reads the file is told of the error; pipe() alone would let it end the process.
  return pipeline(Readable.from(lines), asText, () => {})
}
