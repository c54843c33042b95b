import { randomBytes } from 'node:crypto'
import type { Finding, Status } from '@kurenda/contract'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashKey } from '#modules/accounts'
import { NewsStream } from '#modules/integrations'
import { queueMessages, type Gateway, type GatewayEvent } from '#modules/messaging'
import { systemClock } from '#platform/clock'
import { ring, transaction } from '#platform/db'
import type { Server } from '#platform/http'
import { Registry } from '#platform/metrics'
import { openTestDatabase, type TestDatabase, testSeal } from '#platform/testing'
import { SmppProvider } from '../../channels/smpp/fake-provider.ts'
import { createApi } from './api.ts'
import { startGateway } from './gateway.ts'

const key = `kur_${randomBytes(24).toString('base64url')}`
const registry = new Registry()
let db: TestDatabase
let server: Server
let provider: SmppProvider
let gateway: Gateway | undefined
let hear: (event: GatewayEvent) => void = () => {}

beforeAll(async () => {
  db = await openTestDatabase()
  provider = await SmppProvider.open()
  await db.owner.query('INSERT INTO api_key (organization_id, name, hash, scopes) VALUES ($1, $2, $3, $4)', [
    db.organizationId,
    'test',
    hashKey(key),
    ['organization:read'],
  ])
  await db.owner.query('UPDATE channel SET config = $1', [JSON.stringify(provider.config)])
  server = await createApi({
    api: db.api,
    engine: db.engine,
    clock: systemClock,
    logger: pino({ level: 'silent' }),
    news: new NewsStream(db.api),
    authSecret: 'x'.repeat(32),
    seal: testSeal,
    publicUrl: 'http://127.0.0.1:8080',
  })
  await server.ready()
})
afterAll(async () => {
  await gateway?.stop(100)
  await server.close()
  await provider.close()
  await db.close()
})

/** Resolves when the gateway says so. */
function until(is: string): Promise<void> {
  return new Promise((resolve) => {
    hear = (event) => {
      if (event.event === 'channel-status' && event.status.is === is) resolve()
    }
  })
}

async function send(): Promise<void> {
  const { rows } = await db.engine.query<{ id: number }>(
    `INSERT INTO address (organization_id, value) VALUES ($1, '+48600100101') ON CONFLICT (organization_id, kind, value)
     DO UPDATE SET value = excluded.value RETURNING id`,
    [db.organizationId],
  )
  await transaction(db.engine, (client) =>
    queueMessages(client, {
      organizationId: db.organizationId,
      sentOn: new Date().toISOString().slice(0, 10),
      broadcastId: null,
      channelId: db.channelId,
      priority: 'interactive',
      notBefore: new Date(),
      messages: [
        {
          addressId: rows[0]?.id ?? 0,
          to: '+48600100101',
          from: '+48600100200',
          text: 'Dzień dobry',
          parts: 1,
          validitySeconds: null,
        },
      ],
    }),
  )
  ring(db.engine, 'chunks')
}

async function findings(language: 'pl' | 'en'): Promise<Finding[]> {
  const headers = { authorization: `Bearer ${key}`, 'accept-language': language }
  return (await server.inject({ url: '/api/v1/status', headers })).json<Status>().findings
}

async function metric(line: string): Promise<string | undefined> {
  return (await registry.metrics()).split('\n').find((one) => one.startsWith(line))
}

/** What is stored soon after the gateway has said it. */
async function soon(code: string): Promise<Finding> {
  for (;;) {
    const found = (await findings('pl')).find((finding) => finding.code === code)
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test('without a gateway the town says so, in the reader’s language', async () => {
  expect(await findings('pl')).toMatchObject([{ code: 'gateway-away', severity: 'stuck' }])
  expect((await findings('en'))[0]?.text).toContain('No gateway process has run')
})

test('a provider that stops is found in words with what waits for it, and nothing is found once it is back', async () => {
  const up = until('up')
  gateway = await startGateway({ seal: testSeal, engineUrl: db.urls.engine, registry, log: (event) => hear(event) })
  await up
  await send()
  await provider.untilTaken(1)
  expect(await findings('pl')).toEqual([])

  const down = until('down')
  await provider.stop()
  await down
  await send()
  const found = await soon('channel-down')
  expect(found).toMatchObject({ severity: 'stuck', channelId: db.channelId, broadcastId: null })
  expect(found.text).toMatch(/^Kanał operator nie ma połączenia od niecałej minuty: .+ Czeka 1 wiadomość\.$/)
  expect(await metric('kurenda_channel_up')).toBe(`kurenda_channel_up{channel="${db.channelId}"} 0`)

  const back = until('up')
  await provider.start()
  await back
  await provider.untilTaken(2)
  for (;;) if ((await findings('pl')).length === 0) break
})

test('a password that is refused is told from a provider that is away', async () => {
  const down = until('down')
  await db.engine.query('UPDATE channel SET config = $1, version = version + 1', [
    JSON.stringify({ ...provider.config, password: 'inne' }),
  ])
  await down
  const found = await soon('channel-down')
  expect(found.text).toMatch(/błędne hasło \(ESME_RINVPASWD\)\. Bez zmiany ustawień kanału to się nie uda\.$/)
})

test('what the gateway did is counted', async () => {
  await gateway?.stop(1_000)
  gateway = undefined
  const channel = `channel="${db.channelId}"`
  expect(await metric(`kurenda_submits_total{${channel},lane="interactive"}`)).toMatch(/ 2$/)
  expect(await metric(`kurenda_submits_total{${channel},lane="bulk"}`)).toMatch(/ 0$/)
  expect(await metric(`kurenda_outcomes_total{${channel},outcome="accepted"}`)).toMatch(/ 2$/)
  expect(await metric('kurenda_writer_batch_items_count{line="statuses"}')).toMatch(/ [1-9]\d*$/)
})
