import { randomBytes } from 'node:crypto'
import { createClient, operations, type Client, type ClientOptions, type Operation } from '@kurenda/sdk'
import { pino } from 'pino'
import { createFirstAdministrator, hashKey } from '#modules/accounts'
import { NewsStream } from '#modules/integrations'
import { TestClock } from '#platform/clock'
import type { Server } from '#platform/http'
import { openTestDatabase, type TestDatabase, testSeal } from '#platform/testing'
import { createApi, type ApiRoute } from './api.ts'

export const clerk = { email: 'urzad@testowa.example', name: 'Anna Testowa', password: 'sekretne-haslo-testowe' }

/** The api role of a town of its own, over real connections, for tests. Nothing is sent: no worker and no gateway runs. */
export interface TestApi {
  db: TestDatabase
  server: Server
  clock: TestClock
  news: NewsStream
  /** All of the server, also the console's. */
  routes: ApiRoute[]
  url: string
  /** Of the clerk, an administrator. */
  cookie: string
  /** A key straight into the database; for everything where no scopes are named. */
  addKey(scopes?: string[]): Promise<string>
  /** With a key of its own, which may everything where no scopes are named. */
  client(options?: { scopes?: string[] } & Partial<ClientOptions>): Promise<Client>
  /** The console's API by the same client, signed in as the clerk: what both have in common is one contract. */
  inConsole: Client
  /** Calls of these nouns that no client with a key has made, or not with success. */
  notAnswered(nouns: readonly (keyof Client)[]): string[]
  close(): Promise<void>
}

export async function openTestApi(options: {
  now: string
  requestsPerMinute?: number
  lookAgainMs?: number
}): Promise<TestApi> {
  const { now, ...limits } = options
  const db = await openTestDatabase()
  const clock = new TestClock(now)
  const news = new NewsStream(db.api)
  const routes: ApiRoute[] = []
  await db.owner.query('SELECT create_partitions($1::date, 2)', [now.slice(0, 10)])
  await createFirstAdministrator(db.owner, { organizationId: db.organizationId, ...clerk })
  const server = await createApi({
    api: db.api,
    engine: db.engine,
    clock,
    logger: pino({ level: 'silent' }),
    news,
    authSecret: 'x'.repeat(32),
    seal: testSeal,
    publicUrl: 'http://127.0.0.1:8080',
    simulatorUrl: 'http://127.0.0.1:9',
    onRoute: (route) => routes.push(route),
    ...limits,
  })
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  const cookie = await signIn(server)
  const answered: string[] = []

  async function addKey(scopes = ['*']): Promise<string> {
    const key = `kur_${randomBytes(24).toString('base64url')}`
    await db.owner.query('INSERT INTO api_key (organization_id, name, hash, scopes) VALUES ($1, $2, $3, $4)', [
      db.organizationId,
      `skrypt ${key.slice(-6)}`,
      hashKey(key),
      scopes,
    ])
    return key
  }

  return {
    db,
    server,
    clock,
    news,
    routes,
    url,
    cookie,
    inConsole: createClient({ url, key: '', language: 'pl', fetch: throughConsole(cookie) }),
    addKey,
    async client({ scopes, ...more } = {}) {
      const key = await addKey(scopes)
      return createClient({ url, key, language: 'pl', fetch: noting(answered), ...more })
    },
    notAnswered: (nouns) =>
      nouns.flatMap((noun) =>
        Object.entries<Operation>(operations[noun])
          .filter(([, operation]) => !answered.some((one) => isCallOf(operation, one)))
          .map(([verb]) => `${noun}.${verb}`),
      ),
    async close() {
      news.close()
      await server.close()
      await db.close()
    },
  }
}

async function signIn(server: Server): Promise<string> {
  const answer = await server.inject({
    method: 'POST',
    url: '/console-api/auth/sign-in/email',
    headers: { origin: 'http://127.0.0.1:8080' },
    payload: { email: clerk.email, password: clerk.password },
  })
  if (answer.statusCode !== 200) throw new Error(`the clerk was refused: ${answer.body}`)
  return answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
}

function noting(answered: string[]): typeof fetch {
  return async (address, init) => {
    const answer = await fetch(address, init)
    if (answer.ok) answered.push(`${init?.method ?? ''} ${new URL(address).pathname}`)
    return answer
  }
}

function isCallOf({ method, path }: Operation, answered: string): boolean {
  return new RegExp(`^${method} /api/v1${path.replace(':id', '[\\d.-]+')}$`).test(answered)
}

function throughConsole(cookie: string): typeof fetch {
  return (address, init) => {
    const headers = new Headers(init?.headers)
    headers.delete('authorization')
    headers.set('cookie', cookie)
    return fetch((address as string).replace('/api/v1/', '/console-api/'), { ...init, headers })
  }
}
