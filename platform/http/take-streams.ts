import type { FastifyInstance } from 'fastify'

/** A list of people as large as an office may have. */
export const uploadLimitBytes = 200 * 1024 * 1024

/** Within this scope a CSV body is handed to the route as a stream, unread. */
export function takeStreams(scope: Pick<FastifyInstance, 'addContentTypeParser'>): void {
  scope.addContentTypeParser(['text/csv', 'application/octet-stream', 'text/plain'], (_request, payload, done) =>
    done(null, payload),
  )
}
