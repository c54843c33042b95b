import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NewsStream } from '#modules/integrations'
import { TestClock } from '#platform/clock'
import { openTestDatabase, type TestDatabase, testSeal } from '#platform/testing'
import { createApi } from './api.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

/** How many of 31 uses of a link, each said to come from another address, are refused as too many from one. */
async function refusedOf31(trustProxy: string[] | undefined, from: string): Promise<number> {
  await db.owner.query('TRUNCATE attempt')
  const server = await createApi({
    api: db.api,
    engine: db.engine,
    clock: new TestClock('2026-05-20T10:00:00Z'),
    logger: pino({ level: 'silent' }),
    news: new NewsStream(db.api),
    authSecret: 'x'.repeat(32),
    seal: testSeal,
    publicUrl: 'http://127.0.0.1:8080',
    trustProxy,
  })
  const answers = []
  for (let i = 0; i < 31; i++)
    answers.push(
      await server.inject({
        method: 'POST',
        url: '/console-api/auth/link',
        remoteAddress: from,
        headers: { 'x-forwarded-for': `198.51.100.${i}` },
        payload: { token: 'a'.repeat(43) },
      }),
    )
  await server.close()
  return answers.filter(({ statusCode }) => statusCode === 429).length
}

test('a caller cannot choose the address by which they are throttled', async () => {
  expect(await refusedOf31(undefined, '127.0.0.1')).toBe(1)
})

test('behind a proxy that is trusted callers are told apart, behind any other they are not', async () => {
  expect(await refusedOf31(['10.0.0.1'], '10.0.0.1')).toBe(0)
  expect(await refusedOf31(['10.0.0.0/8'], '10.0.0.1')).toBe(0)
  expect(await refusedOf31(['10.0.0.1'], '10.0.0.2')).toBe(1)
})
