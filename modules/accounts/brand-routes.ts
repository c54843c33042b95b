import { brand } from '@kurenda/contract'
import { z } from 'zod'
import type { Pool } from '#platform/db'
import { Problem } from '#platform/errors'
import type { Server } from '#platform/http'
import { findLogo, logoLimitBytes, removeLogo, saveLogo } from './brand.ts'
import { callerOf } from './caller.ts'

/** A logo, for everyone: below an address that says which one, so that browsers need not ask again. */
export function serveLogos(server: Server, { api }: { api: Pool }): void {
  server.get(
    '/brand/:organization/:version',
    {
      schema: {
        hide: true,
        params: z.object({
          organization: z.coerce.number().int().positive(),
          version: z.string().regex(/^[0-9a-f]{16}$/),
        }),
      },
    },
    async (request, reply) => {
      const { type, bytes } = await findLogo(api, request.params.organization, request.params.version)
      return reply
        .type(type)
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(bytes)
    },
  )
}

/** `/console-api/organization/logo`: the bytes themselves. */
export async function brandRoutes(scope: Server, { api }: { api: Pool }): Promise<void> {
  const manages = { allows: 'settings:manage' } as const
  await scope.register(async (pictures: Server) => {
    // Whatever it is called: its bytes say what it is.
    pictures.addContentTypeParser(
      ['image/png', 'image/jpeg', 'image/webp', 'application/octet-stream'],
      { parseAs: 'buffer', bodyLimit: logoLimitBytes },
      (_request, body, done) => done(null, body),
    )
    pictures.put(
      '/organization/logo',
      { config: manages, bodyLimit: logoLimitBytes, schema: { response: { 200: brand } } },
      async (request) => {
        if (!Buffer.isBuffer(request.body)) throw new Problem('logo-unreadable')
        return saveLogo(api, callerOf(request), request.body)
      },
    )
  })
  scope.delete('/organization/logo', { config: manages, schema: { response: { 200: brand } } }, (request) =>
    removeLogo(api, callerOf(request)),
  )
}
