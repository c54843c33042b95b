import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { Problem } from '#platform/errors'
import type { Server } from './create-server.ts'
import { sendProblem } from './problems.ts'

/** The staff web app: its built files below `/console/`; any other address there opens it at that page. */
export async function serveConsole(server: Server, dist: string): Promise<void> {
  server.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/console/', 302))
  server.get('/console', { schema: { hide: true } }, (_request, reply) => reply.redirect('/console/', 302))
  await server.register(
    async (scope) => {
      await scope.register(fastifyStatic, {
        root: dist,
        prefix: '/',
        wildcard: true,
        cacheControl: false,
        // The bundler names what lies in assets/ by its content.
        setHeaders: (reply, path) => {
          const forGood = path.startsWith(join(dist, 'assets'))
          void reply.header('cache-control', forGood ? 'public, max-age=31536000, immutable' : 'no-cache')
        },
      })
      scope.setNotFoundHandler((request, reply) => {
        const isPage = request.method === 'GET' && !/\.\w+$/.test(new URL(request.url, 'http://_').pathname)
        if (isPage && existsSync(join(dist, 'index.html')))
          return reply.header('cache-control', 'no-cache').sendFile('index.html')
        return sendProblem(request, reply, new Problem('not-found'))
      })
    },
    { prefix: '/console' },
  )
}
