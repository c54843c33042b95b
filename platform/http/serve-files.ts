import fastifyStatic from '@fastify/static'
import type { Server } from './create-server.ts'

/** Files that everyone may have, as they lie in a folder: looks and faces of public pages. Browsers keep them for a day. */
export async function serveFiles(server: Server, prefix: string, folder: string): Promise<void> {
  await server.register(
    async (scope) => {
      await scope.register(fastifyStatic, { root: folder, prefix: '/', wildcard: true, maxAge: '1d' })
    },
    { prefix },
  )
}
