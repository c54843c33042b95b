import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createFirstAdministrator,
  hashKey,
  roleMay,
  staffRoles,
  type Permission,
  type StaffRole,
} from '#modules/accounts'
import { NewsStream } from '#modules/integrations'
import { TestClock } from '#platform/clock'
import type { Server } from '#platform/http'
import { openTestDatabase, type TestDatabase, testSeal } from '#platform/testing'
import { createApi } from './api.ts'
import { apiPage, describeApi } from './write-api-docs.ts'
import { cases, foreignTown, open, type Town } from './isolation-cases.ts'

interface Route {
  method: string
  url: string
  allows: Permission | undefined
}

const password = 'sekretne-haslo-testowe'
const key = `kur_${randomBytes(24).toString('base64url')}`
const keyWithoutScopes = `kur_${randomBytes(24).toString('base64url')}`
const routes: Route[] = []
const cookies = new Map<StaffRole, string>()

let db: TestDatabase
let server: Server
let theirs: Town

beforeAll(async () => {
  db = await openTestDatabase()
  await db.owner.query("SELECT create_partitions('2026-05-01', 1)")
  await createFirstAdministrator(db.owner, {
    organizationId: db.organizationId,
    email: 'administrator@testowa.example',
    name: 'Anna Testowa',
    password,
  })
  await addKey(key, ['*'])
  await addKey(keyWithoutScopes, [])
  theirs = await foreignTown(db.owner)
  server = await createApi({
    api: db.api,
    engine: db.engine,
    clock: new TestClock('2026-05-20T10:00:00Z'),
    logger: pino({ level: 'silent' }),
    news: new NewsStream(db.api),
    authSecret: 'x'.repeat(32),
    seal: testSeal,
    publicUrl: 'http://127.0.0.1:8080',
    simulatorUrl: 'http://127.0.0.1:9',
    onRoute: (route) => routes.push(route),
  })
  await server.ready()
  for (const role of staffRoles) cookies.set(role, await signInAs(role))
})
afterAll(async () => {
  await server.close()
  await db.close()
})

async function addKey(value: string, scopes: string[]): Promise<void> {
  await db.owner.query('INSERT INTO api_key (organization_id, name, hash, scopes) VALUES ($1, $2, $3, $4)', [
    db.organizationId,
    value.slice(0, 12),
    hashKey(value),
    scopes,
  ])
}

/** Each role has a person of its own, with the administrator's password. */
async function signInAs(role: StaffRole): Promise<string> {
  const email = `${role}@testowa.example`
  if (role !== 'administrator')
    await db.owner.query(
      `WITH made AS (INSERT INTO "user" (id, name, email) VALUES ($1, $1, $2) RETURNING id),
         member AS (INSERT INTO membership (organization_id, user_id, role) SELECT $3, id, $1 FROM made)
       INSERT INTO "account" (id, "accountId", "providerId", "userId", password)
       SELECT gen_random_uuid()::text, made.id, 'credential', made.id, a.password
       FROM made, "account" a JOIN "user" u ON u.id = a."userId" WHERE u.email = 'administrator@testowa.example'`,
      [role, email, db.organizationId],
    )
  const answer = await server.inject({
    method: 'POST',
    url: '/console-api/auth/sign-in/email',
    headers: { origin: 'http://127.0.0.1:8080' },
    remoteAddress: `127.0.1.${cookies.size + 1}`,
    payload: { email, password },
  })
  expect([role, answer.statusCode]).toEqual([role, 200])
  return answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
}

function guarded(): Route[] {
  return routes.filter(({ method, url }) => !open.includes(url) && method !== 'HEAD' && method !== 'OPTIONS')
}

const isPublic = ({ url }: Route) => url.startsWith('/api/')
/** Without the API's prefix: what both APIs have in common has one case. */
const nameOf = ({ method, url }: Route) => `${method} ${url.replace(/^\/(api\/v1|console-api)/, '')}`

function call(route: Route, headers: Record<string, string>) {
  const asked = cases[nameOf(route)]?.(theirs) ?? {}
  const url = route.url.replace(/:(\w+)/g, (_, name: string) => String(asked.params?.[name] ?? 1)).replace('*', '')
  const query = new URLSearchParams(asked.query).toString()
  return server.inject({
    method: route.method as 'GET',
    url: query === '' ? url : `${url}?${query}`,
    headers: { ...headers, ...(asked.contentType && { 'content-type': asked.contentType }) },
    ...(asked.body !== undefined && { payload: asked.body as object }),
  })
}

function asAdministrator(route: Route): Record<string, string> {
  return isPublic(route) ? { authorization: `Bearer ${key}` } : { cookie: cookies.get('administrator') ?? '' }
}

describe('every route of the route table', () => {
  test('refuses whoever brings neither a sign-in nor a key', async () => {
    expect(guarded().length).toBeGreaterThan(60)
    for (const route of guarded()) {
      const answer = await call(route, {})
      expect([nameOf(route), answer.statusCode]).toEqual([nameOf(route), 401])
      expect(answer.headers['content-type']).toContain('application/problem+json')
    }
  })

  test('refuses a role, and a key, that is too small for it', async () => {
    for (const route of guarded().filter(({ allows }) => allows !== undefined)) {
      const { allows } = route
      if (allows === undefined) continue
      const small = isPublic(route)
        ? { authorization: `Bearer ${keyWithoutScopes}` }
        : smallest(allows) && { cookie: cookies.get(smallest(allows) ?? 'agent') ?? '' }
      // Every role of the staff may do it.
      if (!small) continue
      const answer = await call(route, small)
      expect([nameOf(route), answer.statusCode]).toEqual([nameOf(route), 403])
      expect(answer.json()).toMatchObject({ code: 'forbidden' })
    }
  })

  test(
    'has a case, and shows or touches nothing of another organization by its ids',
    { timeout: 120_000 },
    async () => {
      for (const route of guarded().filter(({ allows }) => allows !== undefined)) {
        const name = nameOf(route)
        const asked = cases[name]
        if (!asked) {
          // A list without parameters needs no case: it is read below.
          expect([name, route.method === 'GET' && !route.url.includes(':')]).toEqual([name, true])
          if (asStream.includes(route.url)) continue
          const answer = await call(route, asAdministrator(route))
          expect([name, answer.statusCode]).toEqual([name, 200])
          expect([name, /obc[aey]/i.exec(answer.body)?.[0]]).toEqual([name, undefined])
          continue
        }
        const answer = await call(route, asAdministrator(route))
        const { expected = [404, 'not-found'] } = asked(theirs)
        if (expected === 'nothing-foreign') {
          expect([name, answer.statusCode < 300 || answer.body]).toEqual([name, true])
          expect([name, /obc[aey]/i.exec(answer.body)?.[0]]).toEqual([name, undefined])
        } else expect([name, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([name, ...expected])
      }
      expect(await fingerprint()).toEqual(theirs.fingerprint)
    },
  )
})

test('the page of the API in the docs is what the routes say', () => {
  const allows = new Map(routes.map((route) => [`${route.method} ${route.url}`, route.allows]))
  expect(readFileSync(apiPage, 'utf8')).toBe(describeApi(server.swagger(), allows))
})

/** Answers only as long as it is listened to. */
const asStream = ['/console-api/events']

function smallest(permission: Permission): StaffRole | undefined {
  return staffRoles.find((role) => !roleMay(role, permission))
}

async function fingerprint(): Promise<string> {
  return theirs.read(db.owner)
}

test('the api role is neither owner nor superuser nor above row-level security, and sees its own rows without a filter', async () => {
  const { rows } = await db.api.query<{ safe: boolean }>(
    `SELECT NOT rolsuper AND NOT rolbypassrls AND NOT EXISTS (SELECT FROM pg_class WHERE relowner = r.oid) AS safe
     FROM pg_roles r WHERE rolname = current_user`,
  )
  expect(rows).toEqual([{ safe: true }])
  const seen = await db.api.query('SELECT * FROM channel')
  expect(seen.rows).toEqual([])
})
