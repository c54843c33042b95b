/** SQLSTATE classes 08 (connection), 53 (resources) and 57P (the server stops or starts), and what sockets say. */
const codes = /^(08|53|57P)|^E(CONNREFUSED|CONNRESET|PIPE)$/
const words = /timeout exceeded when trying to connect|Connection terminated/

/** Whether the database was away: the same will work when it is back. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return codes.test(code) || words.test(error.message)
}
