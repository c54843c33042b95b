import { globSync, readFileSync } from 'node:fs'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NewsStream } from '#modules/integrations'
import { systemClock } from '#platform/clock'
import { post, transaction } from '#platform/db'
import { events, tell } from '#platform/log'
import { Registry } from '#platform/metrics'
import { openTestDatabase, type TestDatabase, testSeal } from '#platform/testing'
import { createApi } from './api.ts'
import { workerMetrics } from './worker-metrics.ts'
import { describeObservability, observabilityPage } from './write-observability-docs.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

test('the page of events, metrics and findings is what the code registers and writes', () => {
  expect(readFileSync(observabilityPage, 'utf8')).toBe(describeObservability())
})

test('every event of the catalogue is written somewhere, and names are in alphabetical order', () => {
  const files = globSync('{apps/server,modules,platform}/**/*.ts', { cwd: new URL('../..', import.meta.url).pathname })
  const sources = files
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'))
  const isWritten = (name: string) => sources.some((source) => new RegExp(`event: '${name}'[, ]`).test(source))
  const unwritten = Object.keys(events).filter((name) => !isWritten(name))
  expect(unwritten).toEqual([])
  expect(Object.keys(events)).toEqual(Object.keys(events).toSorted())
})

test('an event is written with its name, its level and what it means', () => {
  const lines: string[] = []
  tell(pino({ base: null, timestamp: false }, { write: (line) => void lines.push(line) }), {
    event: 'lease-lost',
    channel: 3,
  })
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { level: 40, event: 'lease-lost', channel: 3, msg: events['lease-lost'].about },
  ])
})

test('a request is counted by the template of its route, and what no route answers is one route', async () => {
  const registry = new Registry()
  const server = await createApi({
    api: db.api,
    engine: db.engine,
    clock: systemClock,
    logger: pino({ level: 'silent' }),
    news: new NewsStream(db.api),
    authSecret: 'x'.repeat(32),
    seal: testSeal,
    publicUrl: 'http://127.0.0.1:8080',
    registry,
  })
  await server.inject('/healthz')
  await server.inject('/api/v1/contacts/123456')
  await server.inject('/wp-admin/48600100100')
  const text = await registry.metrics()
  await server.close()
  expect(text).toContain('kurenda_http_request_seconds_count{method="GET",route="/healthz",status="200"} 1')
  expect(text).toContain('kurenda_http_request_seconds_count{method="GET",route="/api/v1/contacts/:id",status="401"} 1')
  expect(text).toContain('kurenda_http_request_seconds_count{method="any",route="none",status="404"} 1')
  expect(text).not.toMatch(/123456|48600100100/)
})

test('what waits is told with its age, and a database that is busy costs no more than the facts', async () => {
  const registry = new Registry()
  const errors: unknown[] = []
  workerMetrics(registry, {
    engine: db.engine,
    clock: { ...systemClock, now: () => new Date(Date.now() + 60_000), monotonic: () => 0 },
    jobs: { depth: async () => ({ count: 7, since: null }) },
    onError: (error) => errors.push(error),
  })
  await transaction(db.engine, (client) => post(client, db.organizationId, 'test', {}))
  const told = (text: string, name: string) => Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1])
  const text = await registry.metrics()
  expect(told(text, 'kurenda_waiting{what="news"}')).toBe(1)
  expect(told(text, 'kurenda_waiting{what="jobs"}')).toBe(7)
  expect(told(text, 'kurenda_waiting_oldest_seconds{what="news"}')).toBeGreaterThanOrEqual(59)
  expect(told(text, 'kurenda_queue_messages{lane="bulk",place="due"}')).toBe(0)

  const holder = await db.owner.connect()
  try {
    await holder.query('BEGIN; LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE')
    const without = await registry.metrics()
    expect(without).toContain('# HELP kurenda_waiting ')
    expect(without).not.toContain('kurenda_waiting{')
    expect(without).toContain('kurenda_pool_connections{pool="worker",state="busy"}')
  } finally {
    await holder.query('ROLLBACK')
    holder.release()
  }
  // Canceled by its own statement_timeout.
  expect(errors).toMatchObject([{ code: '57014' }])
})
