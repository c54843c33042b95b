import type { Server } from './create-server.ts'

/** `/healthz`: the process answers. `/readyz`: so does what it needs. */
export function serveHealth(server: Server, isReady: () => Promise<boolean>): void {
  server.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }))
  server.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    const ready = await isReady().catch(() => false)
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'unavailable' })
  })
}
