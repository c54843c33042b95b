import type { Channel } from '@kurenda/channel'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { systemClock } from '#platform/clock'
import { openSeal } from '#platform/seal'
import { openTestDatabase, testSeal, type TestDatabase } from '#platform/testing'
import { runGateway, sealSecrets, type Gateway } from './index.ts'

let db: TestDatabase
let gateway: Gateway
/** What the connector was given. */
let opened: unknown[]

const channel: Channel<{ host: string; password: string }> = {
  type: 'smpp',
  media: ['sms'],
  config: z.object({ host: z.string(), password: z.string() }),
  window: () => 1,
  async open(config, host) {
    opened.push(config)
    host.status({ is: 'up' })
    return { send: async () => ({ is: 'retry', reason: 'stopped' }), close: async () => {} }
  },
}

beforeEach(async () => {
  db = await openTestDatabase()
  opened = []
})
afterEach(async () => {
  await gateway.stop()
  await db.close()
})

async function store(seal: typeof testSeal): Promise<void> {
  const config = sealSecrets(seal, db.organizationId, { host: 'smsc.example', password: 'tajne' }, ['password'])
  await db.owner.query('UPDATE channel SET config = $1, version = version + 1', [JSON.stringify(config)])
}

async function start(): Promise<void> {
  gateway = await runGateway({
    engineUrl: db.urls.engine,
    clock: systemClock,
    connectors: { smpp: channel },
    seal: testSeal,
    receive: async () => {},
    log: () => {},
  })
}

test('a password lies sealed in the database, and the provider gets it as it was typed', async () => {
  await store(testSeal)
  const { rows } = await db.owner.query<{ config: { host: string } }>('SELECT config FROM channel')
  expect(rows[0]?.config.host).toBe('smsc.example')
  expect(JSON.stringify(rows)).not.toContain('tajne')
  await start()
  await expect.poll(() => opened).toEqual([{ host: 'smsc.example', password: 'tajne' }])
})

test('where the key of the town is another, the channel says so, and works when the password is typed anew', async () => {
  await store(openSeal('the key of a town before'))
  await start()
  const status = async () => JSON.stringify((await db.owner.query('SELECT status FROM channel_lease')).rows)
  await expect.poll(status).toContain('nie da się odczytać')
  expect(opened).toEqual([])
  await store(testSeal)
  await expect.poll(() => opened).toEqual([{ host: 'smsc.example', password: 'tajne' }])
})
