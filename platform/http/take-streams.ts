import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { Problem } from '#platform/errors'

/** A list of people as large as an office may have. */
export const uploadLimitBytes = 200 * 1024 * 1024

const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Within this scope a body of CSV or XLSX is handed to the route as a stream, unread: read it through `unbroken`. */
export function takeStreams(scope: Pick<FastifyInstance, 'addContentTypeParser' | 'addHook'>): void {
  scope.addContentTypeParser(
    ['text/csv', 'application/octet-stream', 'text/plain', workbook],
    (_request, payload, done) => done(null, payload),
  )
  // Said before a byte is read; a body that does not tell its length is counted as it comes.
  scope.addHook('onRequest', async (request) => {
    if (Number(request.headers['content-length'] ?? 0) > uploadLimitBytes)
      throw new Problem('file-too-large', { limit: '200 MB' })
  })
  // What a refusal left unread would hold up the connection.
  scope.addHook('onResponse', (request, _reply, done) => {
    request.raw.resume()
    done()
  })
}

/**
 * The bytes of a body, which may be left half read: a stream that is iterated takes its connection with it where the reader
 * stops early, and the answer that says why would never arrive.
 */
export function unbroken(body: Readable): AsyncIterable<Uint8Array> {
  return body.iterator({ destroyOnReturn: false })
}
