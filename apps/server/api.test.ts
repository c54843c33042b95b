import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFirstAdministrator, hashKey } from '#modules/accounts'
import { NewsStream } from '#modules/integrations'
import { stateNames, settledStates } from '@kurenda/contract'
import { stateNames as lifecycle, STATES } from '#modules/messaging'
import { TestClock } from '#platform/clock'
import type { Server } from '#platform/http'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import { createApi } from './api.ts'

const clerk = { email: 'urzad@testowa.example', name: 'Anna Testowa', password: 'sekretne-haslo-testowe' }
/** A minute's number that any machine reaches within the minute. */
const requestsPerMinute = 20
const noon = '2026-05-20T10:00:00Z'

let db: TestDatabase
let server: Server
const clock = new TestClock(noon)
const key = `kur_${randomBytes(24).toString('base64url')}`
let cookie = ''

beforeAll(async () => {
  db = await openTestDatabase()
  await createFirstAdministrator(db.owner, { organizationId: db.organizationId, ...clerk })
  await addKey(key, db.organizationId, ['*'])
  server = await createApi({
    api: db.api,
    engine: db.engine,
    clock,
    logger: pino({ level: 'silent' }),
    news: new NewsStream(db.api),
    authSecret: 'x'.repeat(32),
    publicUrl: 'http://127.0.0.1:8080',
    requestsPerMinute,
    simulatorUrl: 'http://127.0.0.1:9',
  })
  await server.ready()
  cookie = await signIn()
})
afterAll(async () => {
  await server.close()
  await db.close()
})

async function addKey(value: string, organizationId: number, scopes: string[]): Promise<void> {
  await db.owner.query('INSERT INTO api_key (organization_id, name, hash, scopes) VALUES ($1, $2, $3, $4)', [
    organizationId,
    'test',
    hashKey(value),
    scopes,
  ])
}

async function signIn(): Promise<string> {
  const answer = await server.inject({
    method: 'POST',
    url: '/console-api/auth/sign-in/email',
    headers: { origin: 'http://127.0.0.1:8080' },
    payload: { email: clerk.email, password: clerk.password },
  })
  expect(answer.statusCode).toBe(200)
  const set = [answer.headers['set-cookie']].flat().join('\n')
  expect(set).toMatch(/HttpOnly/i)
  expect(set).toMatch(/SameSite=Lax/i)
  expect(answer.body).not.toContain('token')
  return answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
}

test('a sign-in opens no public API, and a key no console', async () => {
  const wrong = [
    await server.inject({ url: '/api/v1/broadcasts', headers: { cookie } }),
    await server.inject({ url: '/console-api/broadcasts', headers: { authorization: `Bearer ${key}` } }),
    await server.inject({ url: '/api/v1/broadcasts', headers: { authorization: `Bearer ${key.slice(0, -1)}` } }),
  ]
  expect(wrong.map((answer) => answer.statusCode)).toEqual([401, 401, 401])
})

test('a key does what its scopes say and no more', async () => {
  const reader = `kur_${randomBytes(24).toString('base64url')}`
  await addKey(reader, db.organizationId, ['broadcasts:read'])
  const headers = { authorization: `Bearer ${reader}` }
  expect((await server.inject({ url: '/api/v1/broadcasts', headers })).statusCode).toBe(200)
  const refused = await server.inject({ method: 'POST', url: '/api/v1/broadcasts/1/pause', headers })
  expect(refused.json()).toMatchObject({ status: 403, code: 'forbidden', params: { permission: 'broadcasts:send' } })
})

test('a key that asks too often is told how long to wait, and the key of this machine is not', async () => {
  const busy = `kur_${randomBytes(24).toString('base64url')}`
  await addKey(busy, db.organizationId, ['broadcasts:read'])
  const ask = (value: string) =>
    server.inject({ url: '/api/v1/broadcasts?limit=1', headers: { authorization: `Bearer ${value}` } })
  let last = await ask(busy)
  for (let i = 1; i < requestsPerMinute; i++) last = await ask(busy)
  expect(last.statusCode).toBe(200)
  const refused = await ask(busy)
  expect(refused.json()).toMatchObject({ status: 429, code: 'too-many-requests', retryable: true })
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect((await ask(key)).headers['retry-after']).toBeUndefined()
  expect((await ask(key)).statusCode).toBe(200)
})

test('a revoked key opens nothing', async () => {
  const old = `kur_${randomBytes(24).toString('base64url')}`
  await addKey(old, db.organizationId, ['*'])
  await db.owner.query('UPDATE api_key SET revoked_at = now() WHERE hash = $1', [hashKey(old)])
  expect((await server.inject({ url: '/api/v1/status', headers: { authorization: `Bearer ${old}` } })).statusCode).toBe(
    401,
  )
})

test('the signed-in clerk sees who they are', async () => {
  const me = await server.inject({ url: '/console-api/me', headers: { cookie } })
  expect(me.json()).toEqual({
    user: { name: clerk.name, email: clerk.email },
    staffId: expect.any(Number) as number,
    organization: { id: db.organizationId, name: 'Gmina Testowa', timeZone: 'Europe/Warsaw', language: 'pl' },
    organizations: [{ id: db.organizationId, name: 'Gmina Testowa' }],
    role: 'administrator',
    permissions: expect.arrayContaining(['staff:manage', 'broadcasts:send']) as string[],
    demo: true,
  })
})

test('a wrong password is refused in the language of the reader, and too many of them are stopped', async () => {
  const answers = []
  for (let i = 0; i < 12; i++)
    answers.push(
      await server.inject({
        method: 'POST',
        url: '/console-api/auth/sign-in/email',
        headers: { origin: 'http://127.0.0.1:8080', 'accept-language': 'en' },
        remoteAddress: '127.0.0.9',
        payload: { email: clerk.email, password: 'nie to haslo' },
      }),
    )
  expect(answers[0]?.json()).toMatchObject({
    code: 'sign-in-failed',
    detail: 'The e-mail address or the password does not match.',
  })
  expect(answers.at(-1)?.json()).toMatchObject({ code: 'too-many-attempts', retryable: true })
})

test("another site's page cannot act for the clerk", async () => {
  const answer = await server.inject({
    method: 'POST',
    url: '/console-api/broadcasts/1/cancel',
    headers: { cookie, 'sec-fetch-site': 'cross-site' },
  })
  expect(answer.json()).toMatchObject({ code: 'cross-site' })
})

test('what is wrong with a request is said field by field, never in the words of a driver', async () => {
  const answer = await server.inject({
    method: 'POST',
    url: '/api/v1/channels',
    headers: { authorization: `Bearer ${key}`, 'accept-language': 'pl' },
    payload: { type: 'smpp' },
  })
  const body = answer.json<{ code: string; fields: { field: string }[]; detail: string }>()
  expect(answer.statusCode).toBe(400)
  expect(body.code).toBe('invalid-request')
  expect(body.fields.map((field) => field.field)).toContain('name')
  const long = await server.inject({
    url: '/api/v1/broadcasts/99999999999999999999',
    headers: { authorization: `Bearer ${key}` },
  })
  expect(long.statusCode).toBe(400)
  expect(long.body).not.toMatch(/syntax|bigint|SELECT/)
})

test('a list is prepared from the raw body, confirmed once under its key, and read back', async () => {
  const headers = { authorization: `Bearer ${key}` }
  const query = new URLSearchParams({ text: 'Dzień dobry {{ imie }}', channel: 'operator' })
  const prepared = await server.inject({
    method: 'POST',
    url: `/api/v1/broadcasts/prepare?${query.toString()}`,
    headers: { ...headers, 'content-type': 'text/csv' },
    payload: 'Imię;Telefon\nAnna;600000101\nJan;600 000 102\nEwa;600000101\nZły;12\n',
  })
  expect(prepared.json()).toMatchObject({ recipients: 2, duplicates: 1, rejectedCount: 1, cost: { currency: 'PLN' } })
  const { broadcast } = prepared.json<{ broadcast: number }>()
  const confirm = () =>
    server.inject({
      method: 'POST',
      url: `/api/v1/broadcasts/${broadcast}/confirm`,
      headers: { ...headers, 'idempotency-key': 'one' },
      payload: {},
    })
  const first = await confirm()
  expect(first.json()).toMatchObject({ id: broadcast, state: 'scheduled', totals: { queued: 2 } })
  expect((await confirm()).json()).toEqual(first.json())
  const again = await server.inject({ method: 'POST', url: `/api/v1/broadcasts/${broadcast}/confirm`, headers })
  expect(again.json()).toMatchObject({ code: 'broadcast-already-confirmed' })
  const otherUse = await server.inject({
    method: 'POST',
    url: `/api/v1/broadcasts/${broadcast}/confirm`,
    headers: { ...headers, 'idempotency-key': 'one' },
    payload: { quietHours: 'send' },
  })
  expect(otherUse.json()).toMatchObject({ code: 'idempotency-mismatch' })
  const cancelled = await server.inject({ method: 'POST', url: `/api/v1/broadcasts/${broadcast}/cancel`, headers })
  expect(cancelled.json()).toMatchObject({ state: 'cancelled' })
})

test('an unknown variable is named together with the columns that there are', async () => {
  const answer = await server.inject({
    method: 'POST',
    url: `/api/v1/broadcasts/prepare?${new URLSearchParams({ text: '{{ wiek }}' }).toString()}`,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv' },
    payload: 'telefon;imię\n600000101;Anna\n',
  })
  expect(answer.json()).toMatchObject({ code: 'unknown-variable', params: { variables: ['wiek'] } })
})

test('the clerk prepares a broadcast to pasted numbers', async () => {
  const answer = await server.inject({
    method: 'POST',
    url: '/console-api/broadcasts',
    headers: { cookie },
    payload: { text: 'Jutro nie będzie wody.', numbers: '600 000 101, 600000102\n600000101' },
  })
  expect(answer.json()).toMatchObject({ recipients: 2, duplicates: 1, rejected: [] })
})

test('contacts are imported into a group', async () => {
  const answer = await server.inject({
    method: 'POST',
    url: `/api/v1/contacts/import?${new URLSearchParams({ group: 'Odpady' }).toString()}`,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' },
    payload: Buffer.from('telefon;imię\n600000111;Anna\n600000111;Anna\nnic;Jan\n'),
  })
  expect(answer.json()).toMatchObject({ group: 'Odpady', imported: 1, duplicates: 1, rejectedCount: 1 })
})

test('a channel is added with its password, and the password is never shown', async () => {
  const headers = { authorization: `Bearer ${key}` }
  const channel = {
    type: 'smpp',
    name: 'nowy',
    sender: '48 600 100 202',
    config: { host: '127.0.0.1', port: 2775, systemId: 'u', password: 'tajne' },
  }
  const added = await server.inject({ method: 'POST', url: '/api/v1/channels', headers, payload: channel })
  expect(added.json()).toMatchObject({ name: 'nowy', sender: '+48600100202', status: { is: 'down' } })
  expect(added.body).not.toContain('tajne')
  const wrong = { ...channel, config: { ...channel.config, port: 0 } }
  const refused = await server.inject({ method: 'POST', url: '/api/v1/channels', headers, payload: wrong })
  expect(refused.json()).toMatchObject({ code: 'channel-config' })
})

test('status tells what waits', async () => {
  const answer = await server.inject({ url: '/api/v1/status', headers: { authorization: `Bearer ${key}` } })
  expect(answer.json()).toMatchObject({ organization: 'Gmina Testowa', database: 'up', inboundWaiting: { count: 0 } })
})

test('the OpenAPI document lists the public API and nothing of the console', async () => {
  const document = (await server.inject('/api/v1/openapi.json')).json<{
    openapi: string
    paths: Record<string, unknown>
  }>()
  expect(document.openapi).toMatch(/^3\.1/)
  const paths = Object.keys(document.paths)
  expect(paths).toContain('/api/v1/broadcasts/prepare')
  expect(paths.every((path) => path.startsWith('/api/v1/'))).toBe(true)
})

test('health says that the process answers and readiness that the database does', async () => {
  expect((await server.inject('/healthz')).json()).toEqual({ status: 'ok' })
  expect((await server.inject('/readyz')).statusCode).toBe(200)
})

test("the API's states are the lifecycle's", () => {
  expect([...stateNames]).toEqual([...lifecycle])
  expect(settledStates).toEqual(lifecycle.filter((name) => STATES[name].settled))
})
