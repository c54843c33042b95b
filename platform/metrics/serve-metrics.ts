import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import { Registry } from 'prom-client'
import type { MetricsSettings } from './settings.ts'

/**
 * `GET /metrics` in the text format of Prometheus, on a port of its own: never beside what residents or staff reach.
 * @param read what the processes measured, as text
 * @returns how to stop
 */
export async function serveMetrics(
  { host, port, token }: MetricsSettings,
  read: () => Promise<string>,
): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    const end = (status: number, type: string, body: string) => {
      response.writeHead(status, {
        'content-type': type,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      })
      response.end(body)
    }
    if (request.method !== 'GET' || request.url !== '/metrics') return end(404, 'text/plain', 'GET /metrics\n')
    if (token !== undefined && !knows(request, token)) {
      response.setHeader('www-authenticate', 'Bearer')
      return end(401, 'text/plain', 'Authorization: Bearer METRICS_TOKEN\n')
    }
    read().then(
      (text) => end(200, Registry.PROMETHEUS_CONTENT_TYPE, text),
      () => end(503, 'text/plain', 'not now\n'),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

function knows(request: IncomingMessage, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`))
}
