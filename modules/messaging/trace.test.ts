import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import type { Exchange, Host } from '@kurenda/channel'
import { TestClock } from '#platform/clock'
import { openTestDatabase, type TestDatabase, testSeal } from '#platform/testing'
import { runGateway, type Gateway } from './index.ts'
import { shortenAddress } from './shorten-address.ts'

let db: TestDatabase
let running: Promise<Gateway> | undefined
let clock: TestClock

beforeEach(async () => {
  db = await openTestDatabase()
  clock = new TestClock('2026-05-20T10:00:00Z')
})
afterEach(async () => {
  await (await running)?.kill()
  running = undefined
  await db.close()
})

/** Runs a gateway whose only channel is open. */
async function start(): Promise<(exchange: Exchange) => void> {
  const opened = new Promise<Host>((resolve) => {
    running = runGateway({
      seal: testSeal,
      engineUrl: db.urls.engine,
      clock,
      connectors: {
        smpp: {
          type: 'smpp',
          media: ['sms'],
          config: z.object({}),
          window: () => 20,
          open: async (_, given) => {
            resolve(given)
            return { send: async () => ({ is: 'retry', reason: 'stopped' }), close: async () => {} }
          },
        },
      },
      receive: async () => {},
      log: () => {},
    })
  })
  const host = await opened
  return (exchange) => host.trace(exchange)
}

async function stop(): Promise<void> {
  await (await running)?.stop()
  running = undefined
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const limit = performance.now() + 20_000
  while (!(await holds())) {
    if (performance.now() > limit) throw new Error('it did not come about')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const submitted = (more: Partial<Exchange> = {}): Exchange => ({
  direction: 'out',
  at: clock.now(),
  operation: 'submit_sm',
  result: 'ESME_ROK',
  ok: true,
  address: '+48600123456',
  message: 7,
  detail: 'id ab12',
  ...more,
})

async function traceUntil(moment: string): Promise<void> {
  await db.owner.query('UPDATE channel SET traced_until = $2 WHERE id = $1', [db.channelId, moment])
}

async function kept() {
  const { rows } = await db.owner.query<{ operation: string; address: string | null; detail: string | null }>(
    'SELECT operation, result, ok, address, message_id, detail FROM channel_trace WHERE organization_id = $1 AND channel_id = $2 ORDER BY id',
    [db.organizationId, db.channelId],
  )
  return rows
}

test('what went wrong is kept at once and always, with no more of a number than its end', async () => {
  const trace = await start()
  trace(submitted())
  trace(submitted({ ok: false, result: 'ESME_RINVDSTADR\0', address: '+48600123789' }))
  await until(async () => (await kept()).length > 0)
  expect(await kept()).toEqual([
    { operation: 'submit_sm', result: 'ESME_RINVDSTADR', ok: false, address: '…789', message_id: 7, detail: 'id ab12' },
  ])
})

test('while the channel is traced everything is kept, and nothing of it is lost by a stop', async () => {
  await traceUntil('2026-05-20T10:10:00Z')
  const trace = await start()
  trace(submitted())
  await stop()
  expect(await kept()).toMatchObject([{ operation: 'submit_sm', ok: true, address: '…456' }])
})

test('tracing is switched on while the channel is open, and ends by itself', async () => {
  const trace = await start()
  await traceUntil('2026-05-20T10:10:00Z')
  await until(async () => {
    trace(submitted())
    return (await kept()).length > 0
  })
  clock.advance(10 * 60_000)
  trace(submitted({ detail: 'too late' }))
  trace(submitted({ ok: false, detail: 'an error' }))
  await until(async () => (await kept()).some((row) => row.detail === 'an error'))
  expect((await kept()).map((row) => row.detail)).not.toContain('too late')
})

test('a storm of errors is counted rather than kept whole', async () => {
  const trace = await start()
  for (let i = 0; i < 5_000; i++) trace(submitted({ ok: false }))
  await stop()
  const rows = await kept()
  expect(rows.length).toBe(201)
  expect(rows.at(-1)).toMatchObject({ operation: 'left out', detail: '4800 exchanges', address: null })
})

test('an address is shortened whatever it is', () => {
  expect(['+48600123456', '1234', 'anna@gmina.example', 'GMINA', ''].map(shortenAddress)).toEqual([
    '…456',
    '…234',
    'a…@gmina.example',
    'GM…',
    '…',
  ])
})
