import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { TestClock } from '#platform/clock'
import { createServer, type Server } from '#platform/http'
import type { Mailer } from '#platform/mail'
import { openOutgoing, type Outgoing, type OutgoingSettings } from '#platform/outgoing'
import { openTestDatabase, testSeal, type TestDatabase } from '#platform/testing'
import {
  accountRoutes,
  auditRoutes,
  brandRoutes,
  createSignIn,
  identifyStaff,
  keyRoutes,
  providerRoutes,
  requireCaller,
  securityRoutes,
  serveLinks,
  serveLogos,
  servePasskeys,
  serveProviders,
  serveSignIn,
  staffRoutes,
  unitRoutes,
} from './http.ts'
import { createFirstAdministrator, createOrganization, hashKey, identifyKey, type StaffRole } from './index.ts'
import { attemptKey, countAttempt } from './count-attempt.ts'

const publicUrl = 'http://127.0.0.1:8080'
export const password = 'cztery-konie-na-rynku'

type Answer = Awaited<ReturnType<Server['inject']>>
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Somebody who asks: with a session's cookie, with a key, or with nothing. */
export type Ask = (method: Method, path: string, payload?: object) => Promise<Answer>

/** The accounts of a town, over HTTP, for tests. */
export interface Office {
  db: TestDatabase
  clock: TestClock
  organizationId: number
  /** Another organization of the same town. */
  otherId: number
  /** As nobody: `/auth/…`. */
  nobody: Ask
  /** As an address of its own, since the library counts by address. */
  tryPassword(email: string, password: string, address?: string): Promise<Answer>
  signIn(email: string, password?: string): Promise<Ask>
  /** With what a browser holds. */
  withCookie(cookie: string): Ask
  /** A file, as it is. */
  upload(cookie: string, path: string, bytes: Buffer, type: string): Promise<Answer>
  /** At the whole path, with these headers. */
  visit(method: Method, url: string, payload?: object, headers?: Record<string, string>): Promise<Answer>
  /** As that many wrong passwords do, without the hundred milliseconds that each of them takes. */
  failTimes(email: string, times: number): Promise<void>
  withKey(key: string): Ask
  /** A key straight into the database. */
  addKey(scopes: string[], organizationId?: number): Promise<Ask>
  /** A member of staff straight into the database; their number. */
  addStaff(email: string, role: StaffRole, organizationId?: number): Promise<number>
  close(): Promise<void>
}

export async function openOffice(options: { mail?: Mailer; outgoing?: OutgoingSettings } = {}): Promise<Office> {
  const db = await openTestDatabase()
  // The library reads the machine's clock, hence a time near it for what is compared with it.
  const clock = new TestClock(new Date())
  const server = await serve(db, clock, options.mail ?? null, openOutgoing(options.outgoing))
  let addresses = 0
  const nextAddress = () => `127.1.${Math.floor(addresses / 250)}.${(addresses++ % 250) + 1}`

  const ask =
    (prefix: string, headers: Record<string, string>): Ask =>
    (method, path, payload) =>
      server.inject({
        method,
        url: prefix + path,
        headers,
        remoteAddress: nextAddress(),
        ...(payload && { payload }),
      })
  const tryPassword = (email: string, given: string, address = nextAddress()) =>
    server.inject({
      method: 'POST',
      url: '/console-api/auth/sign-in/email',
      headers: { origin: publicUrl },
      remoteAddress: address,
      payload: { email, password: given },
    })
  const withKey = (key: string) => ask('/api/v1', { authorization: `Bearer ${key}` })

  return {
    db,
    clock,
    organizationId: db.organizationId,
    otherId: await createOrganization(db.owner, { slug: 'obca', name: 'Gmina Obca' }),
    nobody: ask('/console-api/auth', {}),
    tryPassword,
    withKey,
    withCookie: (cookie) => ask('/console-api', { cookie, origin: publicUrl }),
    upload: (cookie, path, bytes, type) =>
      server.inject({
        method: 'PUT',
        url: `/console-api${path}`,
        headers: { cookie, origin: publicUrl, 'content-type': type },
        remoteAddress: nextAddress(),
        payload: bytes,
      }),
    visit: (method, url, payload, headers = {}) =>
      server.inject({ method, url, headers, remoteAddress: nextAddress(), ...(payload && { payload }) }),
    async failTimes(email, times) {
      const key = attemptKey('sign-in', email)
      for (let i = 0; i < times; i++) await countAttempt(db.api, key, { most: times, withinMs: 900_000 }, clock.now())
    },
    async signIn(email, given = password) {
      const answer = await tryPassword(email, given)
      if (answer.statusCode !== 200) throw new Error(`${email} was refused: ${answer.body}`)
      const cookie = answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
      return ask('/console-api', { cookie, origin: publicUrl })
    },
    async addKey(scopes, organizationId = db.organizationId) {
      const key = `kur_${randomBytes(24).toString('base64url')}`
      await db.owner.query('INSERT INTO api_key (organization_id, name, hash, scopes) VALUES ($1, $2, $3, $4)', [
        organizationId,
        'test',
        hashKey(key),
        scopes,
      ])
      return withKey(key)
    },
    async addStaff(email, role, organizationId = db.organizationId) {
      await createFirstAdministrator(db.owner, { email, name: `Osoba ${role}`, password, organizationId })
      const { rows } = await db.owner.query<{ id: number }>(
        `UPDATE membership m SET role = $3 FROM "user" u WHERE u.id = m.user_id AND u.email = $1 AND m.organization_id = $2 RETURNING m.id`,
        [email, organizationId, role],
      )
      return rows[0]?.id ?? 0
    },
    async close() {
      await server.close()
      await db.close()
    },
  }
}

async function serve(db: TestDatabase, clock: TestClock, mail: Mailer | null, outgoing: Outgoing): Promise<Server> {
  const { api } = db
  const server = await createServer({ logger: pino({ level: 'silent' }), version: '0', https: false })
  const signIn = createSignIn({ api, publicUrl, secret: 'x'.repeat(32) })
  const desk = { api, clock, mail, publicUrl }
  const door = { api, clock, signIn, publicUrl, outgoing, seal: testSeal }
  serveSignIn(server, door)
  servePasskeys(server, door)
  serveProviders(server, door)
  serveLinks(server, desk)
  serveLogos(server, { api })
  const shared = (scope: Server) => {
    staffRoutes(scope, desk)
    unitRoutes(scope, { api })
    keyRoutes(scope, { api, clock })
    auditRoutes(scope, { api })
  }
  await server.register(
    async (scope: Server) => {
      requireCaller(scope, (request) => identifyStaff(api, signIn, request))
      accountRoutes(scope, { api, clock, demo: false })
      providerRoutes(scope, door)
      await brandRoutes(scope, { api })
      await scope.register(
        async (own: Server) => {
          securityRoutes(own, door)
        },
        { prefix: '/auth' },
      )
      shared(scope)
    },
    { prefix: '/console-api' },
  )
  await server.register(
    async (scope: Server) => {
      requireCaller(scope, (request) => identifyKey(api, clock, request))
      shared(scope)
    },
    { prefix: '/api/v1' },
  )
  await server.ready()
  return server
}

/** The token in a link that was handed over. */
export function tokenIn(link: string | null): string {
  return /#(.+)$/.exec(link ?? '')?.[1] ?? ''
}
