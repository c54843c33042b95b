import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import type { Host, Incoming, OutgoingMessage } from '@kurenda/channel'
import { systemClock } from '#platform/clock'
import { ring, transaction } from '#platform/db'
import { openTestDatabase, type TestDatabase, testSeal } from '#platform/testing'
import { queueMessages, resendMessages, runGateway, stateName, totals, type Gateway } from './index.ts'

type Late = Extract<Incoming, { is: 'late' }>['outcome']

let db: TestDatabase
let gateway: Gateway
let host: Host
let taken: OutgoingMessage[]
let answers: boolean

beforeEach(async () => {
  db = await openTestDatabase()
  taken = []
  answers = false
  gateway = await runGateway({
    seal: testSeal,
    engineUrl: db.urls.engine,
    clock: systemClock,
    connectors: {
      smpp: {
        type: 'smpp',
        media: ['sms'],
        config: z.object({}),
        window: () => 20,
        open: async (_, given) => {
          host = given
          host.status({ is: 'up' })
          return {
            send: async (message) => {
              taken.push(message)
              return answers
                ? { is: 'accepted', refs: [`again${message.id}`] }
                : { is: 'uncertain', reason: 'no-answer' }
            },
            close: async () => {},
          }
        },
      },
    },
    receive: async () => {},
    log: () => {},
  })
})
afterEach(async () => {
  await gateway.kill()
  await db.close()
})

const today = new Date().toISOString().slice(0, 10)

/** Sends one message whose answer does not come. */
async function sendUnanswered(): Promise<{ id: number; broadcastId: number }> {
  const sent = await transaction(db.engine, async (client) => {
    const { rows } = await client.query<{ address: number; broadcast: number }>(
      `WITH a AS (INSERT INTO address (organization_id, value) VALUES ($1, '+48600000001') RETURNING id),
       b AS (INSERT INTO broadcast (organization_id, name, template, channel_id, sender, priority, state, sent_on)
         VALUES ($1, 'Woda', '', $2, '+48600100200', 'bulk', 'sending', $3) RETURNING id)
       SELECT a.id AS address, b.id AS broadcast FROM a, b`,
      [db.organizationId, db.channelId, today],
    )
    const { address = 0, broadcast = 0 } = rows[0] ?? {}
    const [id = 0] = await queueMessages(client, {
      organizationId: db.organizationId,
      sentOn: today,
      broadcastId: broadcast,
      channelId: db.channelId,
      priority: 'bulk',
      notBefore: new Date(),
      messages: [
        { addressId: address, to: '+48600000001', from: '+48600100200', text: 'Woda', parts: 1, validitySeconds: 3600 },
      ],
    })
    return { id, broadcastId: broadcast }
  })
  ring(db.engine, 'chunks')
  await until(sent, 'uncertain')
  return sent
}

/** The message's state, which must be what the broadcast's counters say. */
async function stateOf({ id, broadcastId }: { id: number; broadcastId: number }): Promise<string> {
  const { rows } = await db.engine.query<{ state: number }>('SELECT state FROM message WHERE id = $1', [id])
  const kept = (await totals(db.engine, db.organizationId, [broadcastId])).get(broadcastId) ?? {}
  const counted = Object.entries(kept).find(([, count]) => count !== 0)?.[0]
  const state = stateName(rows[0]?.state ?? -1)
  return state === counted ? state : `${state}, counted as ${counted}`
}

async function until(sent: { id: number; broadcastId: number }, state: string): Promise<void> {
  const limit = performance.now() + 20_000
  while ((await stateOf(sent)) !== state) {
    if (performance.now() > limit) throw new Error(`it is ${await stateOf(sent)}, not ${state}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const late = (id: number, outcome: Late) => host.report({ is: 'late', id, outcome, at: new Date() })

test('an acceptance that came late settles the message, and its receipt finds it', async () => {
  const sent = await sendUnanswered()
  await late(sent.id, { is: 'accepted', refs: ['r1'] })
  expect(await stateOf(sent)).toBe('submitted')
  await host.report({ is: 'receipt', ref: 'r1', state: 'delivered', at: new Date() })
  expect(await stateOf(sent)).toBe('delivered')
})

test('a receipt that overtook the late acceptance delivers as well', async () => {
  const sent = await sendUnanswered()
  await host.report({ is: 'receipt', ref: 'r1', state: 'delivered', at: new Date() })
  await late(sent.id, { is: 'accepted', refs: ['r1'] })
  expect(await stateOf(sent)).toBe('delivered')
})

test('a refusal that came late fails the message, with the provider’s code', async () => {
  const sent = await sendUnanswered()
  await late(sent.id, { is: 'refused', reason: 'nieprawidłowy numer odbiorcy', code: 'ESME_RINVDSTADR' })
  expect(await stateOf(sent)).toBe('failed')
  const { rows } = await db.engine.query('SELECT reason FROM message WHERE id = $1', [sent.id])
  expect(rows).toEqual([{ reason: 'ESME_RINVDSTADR' }])
})

test('a late answer changes nothing of a message that was sent again in the meantime, nor a second one', async () => {
  const sent = await sendUnanswered()
  answers = true
  await resendMessages(db.engine, {
    organizationId: db.organizationId,
    broadcastId: sent.broadcastId,
    what: 'uncertain',
    now: new Date(),
  })
  await until(sent, 'submitted')
  await late(sent.id, { is: 'refused', reason: 'nieprawidłowy numer odbiorcy', code: 'ESME_RINVDSTADR' })
  await late(sent.id, { is: 'refused', reason: 'nieprawidłowy numer odbiorcy', code: 'ESME_RINVDSTADR' })
  expect(await stateOf(sent)).toBe('submitted')
  expect(taken.length).toBe(2)
})

test('a late answer to a message of another channel, or of none, harms nothing', async () => {
  const sent = await sendUnanswered()
  await late(sent.id + 1_000_000, { is: 'accepted', refs: ['x'] })
  expect(await stateOf(sent)).toBe('uncertain')
})
