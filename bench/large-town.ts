import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { createApi } from '../apps/server/api.ts'
import { createFirstAdministrator, createOrganization } from '#modules/accounts'
import { NewsStream } from '#modules/integrations'
import { systemClock } from '#platform/clock'
import { migrate, openPool } from '#platform/db'
import { freePort, openPostgres } from '#platform/postgres'
import { openSeal } from '#platform/seal'
import { addKey } from './add-key.ts'
import { seedBase } from './seed-base.ts'
import type { Extent } from './seed-messages.ts'

export interface LargeTown {
  /** Where its api and its console are, and how both are called. */
  url: string
  clerk: { email: string; name: string; password: string }
  key: string
  close(): Promise<void>
}

/**
 * A town of 1,000,000 contacts in a PostgreSQL of its own, with its api in this process under the role kurenda_api.
 * @param folder seeded where it is empty
 */
export async function openLargeTown(folder: string, extent: Extent, say: (line: string) => void): Promise<LargeTown> {
  const postgres = await openPostgres(folder, undefined, () => {})
  const { urls } = await migrate(postgres.superuserUrl, { owner: 'bench', engine: 'bench', api: 'bench' })
  const [owner, engine, api] = [
    openPool(urls.owner, { max: 1, name: 'bench-owner' }),
    openPool(urls.engine, { max: 2, name: 'bench-engine' }),
    openPool(urls.api, { max: 4, name: 'bench-api' }),
  ]
  const organizationId = await createOrganization(owner, { slug: 'duza', name: 'Duże Miasto' })
  const clerk = {
    email: 'urzad@przykladowo.example',
    name: 'Anna Wzór',
    password: randomBytes(24).toString('base64url'),
  }
  await createFirstAdministrator(owner, { ...clerk, organizationId })
  const key = await addKey(owner, organizationId)
  const superuser = openPool(postgres.superuserUrl, { max: 1, name: 'bench-seed' })
  await seedBase(superuser, organizationId, { me: clerk.email, now: systemClock.now(), extent, say })
  await superuser.end()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const server = await createApi({
    api,
    engine,
    clock: systemClock,
    logger: pino({ level: 'silent' }),
    news: new NewsStream(api),
    authSecret: randomBytes(32).toString('hex'),
    seal: openSeal('bench'),
    publicUrl: url,
  })
  await server.listen({ host: '127.0.0.1', port })
  return {
    url,
    clerk,
    key,
    async close() {
      await server.close()
      await Promise.all([owner.end(), engine.end(), api.end()])
      await postgres.stop()
    },
  }
}
