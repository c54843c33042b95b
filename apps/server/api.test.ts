import { afterAll, beforeAll, expect, test } from 'vitest'
import { stateNames, settledStates } from '@kurenda/contract'
import { stateNames as lifecycle, STATES } from '#modules/messaging'
import type { Server } from '#platform/http'
import { clerk, openTestApi, type TestApi } from './test-api.ts'

/** A minute's number that any machine reaches within the minute. */
const requestsPerMinute = 20

let api: TestApi
let server: Server
let cookie = ''
let key = ''

beforeAll(async () => {
  api = await openTestApi({ now: '2026-05-20T10:00:00Z', requestsPerMinute })
  server = api.server
  cookie = api.cookie
  key = await api.addKey()
})
afterAll(() => api.close())

test('a sign-in opens no public API, and a key no console', async () => {
  const wrong = [
    await server.inject({ url: '/api/v1/broadcasts', headers: { cookie } }),
    await server.inject({ url: '/console-api/broadcasts', headers: { authorization: `Bearer ${key}` } }),
    await server.inject({ url: '/api/v1/broadcasts', headers: { authorization: `Bearer ${key.slice(0, -1)}` } }),
  ]
  expect(wrong.map((answer) => answer.statusCode)).toEqual([401, 401, 401])
})

test('a key that asks too often is told how long to wait, and the key of this machine is not', async () => {
  const waited: number[] = []
  const busy = await api.client({ scopes: ['broadcasts:read'], wait: async (ms) => void waited.push(ms) })
  for (let i = 0; i < requestsPerMinute; i++) await busy.broadcasts.list({ limit: 1 })
  await expect(busy.broadcasts.list({ limit: 1 })).rejects.toMatchObject({
    status: 429,
    code: 'too-many-requests',
    retryable: true,
  })
  expect(waited).toHaveLength(3)
  expect(Math.min(...waited)).toBeGreaterThan(0)
  expect(Math.max(...waited)).toBeLessThanOrEqual(60_000)
  const everything = await api.client()
  for (let i = 0; i <= requestsPerMinute; i++) await everything.broadcasts.list({ limit: 1 })
})

test('a sign-in is kept in a cookie that no script and no other site gets, and its token is told nowhere else', async () => {
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
})

test('the signed-in clerk sees who they are', async () => {
  const me = await server.inject({ url: '/console-api/me', headers: { cookie } })
  expect(me.json()).toEqual({
    user: { name: clerk.name, email: clerk.email },
    staffId: expect.any(Number) as number,
    userId: expect.any(String) as string,
    organization: {
      ...{ id: api.db.organizationId, name: 'Gmina Testowa', timeZone: 'Europe/Warsaw', language: 'pl' },
      brand: { colour: null, logo: null },
      secondFactorOf: 'nobody',
    },
    organizations: [{ id: api.db.organizationId, name: 'Gmina Testowa' }],
    role: 'administrator',
    permissions: expect.arrayContaining(['staff:manage', 'broadcasts:send']) as string[],
    owes: 'nothing',
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

test('the clerk prepares a broadcast to pasted numbers', async () => {
  const answer = await server.inject({
    method: 'POST',
    url: '/console-api/broadcasts',
    headers: { cookie },
    payload: { text: 'Jutro nie będzie wody.', numbers: '600 000 101, 600000102\n600000101' },
  })
  expect(answer.json()).toMatchObject({ recipients: 2, duplicates: 1, rejected: [] })
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
