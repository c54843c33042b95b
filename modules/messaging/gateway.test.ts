import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Channel, Host, Incoming, Outcome, OutgoingMessage } from '@kurenda/channel'
import { systemClock } from '#platform/clock'
import { openPool, ring, transaction } from '#platform/db'
import {
  openLossyConnection,
  openTestDatabase,
  type LossyConnection,
  type TestDatabase,
  testSeal,
} from '#platform/testing'
import {
  lapseMessages,
  PRIORITIES,
  queueMessages,
  resendMessages,
  runGateway,
  stateName,
  totals,
  type Gateway,
  type IncomingMessage,
  type Priority,
} from './index.ts'
import { claimChunks } from './claim-chunks.ts'

const window = 20

/** A provider that speaks no protocol: it takes what it is handed, and says what a test wants it to. */
class Provider {
  readonly taken: OutgoingMessage[] = []
  readonly hosts: Host[] = []
  answer: (message: OutgoingMessage) => Outcome | Promise<Outcome> = (message) => ({
    is: 'accepted',
    refs: [`r${message.id}`],
  })

  readonly channel: Channel<object> = {
    type: 'smpp',
    media: ['sms'],
    config: z.object({}),
    window: () => window,
    open: async (_, host) => {
      this.hosts.push(host)
      host.status({ is: 'up' })
      return {
        send: async (message) => {
          if (!host.mayWrite()) return { is: 'retry', reason: 'stopped' }
          this.taken.push(message)
          return this.answer(message)
        },
        close: async () => {},
      }
    },
  }

  report(event: Incoming): Promise<void> {
    const host = this.hosts.at(-1)
    if (!host) throw new Error('nobody is connected')
    return host.report(event)
  }

  receipt(ref: string, more: Partial<Extract<Incoming, { is: 'receipt' }>> = {}): Promise<void> {
    return this.report({ is: 'receipt', ref, state: 'delivered', at: new Date(), ...more })
  }

  times(): Map<string, number> {
    const times = new Map<string, number>()
    for (const { to } of this.taken) times.set(to, (times.get(to) ?? 0) + 1)
    return times
  }
}

let db: TestDatabase
let provider: Provider
let gateways: Gateway[]
let incoming: IncomingMessage[]
let people = 0

beforeEach(async () => {
  db = await openTestDatabase()
  provider = new Provider()
  gateways = []
  incoming = []
  people = 0
})
afterEach(async () => {
  for (const gateway of gateways) await gateway.kill()
  await db.close()
})

async function start(engineUrl = db.urls.engine): Promise<Gateway> {
  const gateway = await runGateway({
    seal: testSeal,
    engineUrl,
    clock: systemClock,
    connectors: { smpp: provider.channel },
    receive: async (_client, _channel, messages) => void incoming.push(...messages),
    log: () => {},
  })
  gateways.push(gateway)
  return gateway
}

/** Ends without a word, and its lease is over. */
async function kill(gateway: Gateway): Promise<void> {
  gateways = gateways.filter((other) => other !== gateway)
  await gateway.kill()
  await db.engine.query("UPDATE channel_lease SET until = now() - interval '1 second'")
}

const today = new Date().toISOString().slice(0, 10)

interface Sending {
  broadcastId: number
  ids: number[]
  addressIds: number[]
}

async function send(
  count: number,
  options: { priority?: Priority; parts?: number; text?: string; validitySeconds?: number } = {},
): Promise<Sending> {
  const { priority = 'bulk', parts = 1, text = 'Jutro nie będzie wody.', validitySeconds = 3600 } = options
  const sending = await transaction(db.engine, async (client) => {
    const values = Array.from({ length: count }, () => `+48600${String(people++).padStart(6, '0')}`)
    const addresses = await client.query<{ id: number }>(
      'INSERT INTO address (organization_id, value) SELECT $1, v FROM unnest($2::text[]) AS v RETURNING id',
      [db.organizationId, values],
    )
    const made = await client.query<{ id: number }>(
      `INSERT INTO broadcast (organization_id, name, template, channel_id, sender, priority, state, sent_on)
       VALUES ($1, 'Woda', '', $2, '+48600100200', $3, 'sending', $4) RETURNING id`,
      [db.organizationId, db.channelId, priority, today],
    )
    const broadcastId = made.rows[0]?.id ?? 0
    const addressIds = addresses.rows.map((row) => row.id)
    const ids: number[] = []
    for (let from = 0; from < count; from += 1000)
      ids.push(
        ...(await queueMessages(client, {
          organizationId: db.organizationId,
          sentOn: today,
          broadcastId,
          channelId: db.channelId,
          priority,
          notBefore: new Date(),
          messages: values.slice(from, from + 1000).map((to, i) => ({
            addressId: addressIds[from + i] ?? 0,
            to,
            from: '+48600100200',
            text,
            parts,
            validitySeconds,
          })),
        })),
      )
    return { broadcastId, ids, addressIds }
  })
  ring(db.engine, 'chunks')
  return sending
}

async function steer({ broadcastId }: Sending, state: string): Promise<void> {
  await db.engine.query('UPDATE broadcast SET state = $2 WHERE id = $1', [broadcastId, state])
}

/** Counted, not read from the counters; and the counters must say the same. */
async function states({ broadcastId }: Sending): Promise<Record<string, number>> {
  const { rows } = await transaction(db.engine, async (client) => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
    const counted = await client.query<{ state: number; count: number }>(
      'SELECT state, count(*)::int AS count FROM message WHERE broadcast_id = $1 GROUP BY state',
      [broadcastId],
    )
    const kept = (await totals(client, db.organizationId, [broadcastId])).get(broadcastId) ?? {}
    expect(Object.fromEntries(Object.entries(kept).filter(([, count]) => count !== 0))).toEqual(
      Object.fromEntries(counted.rows.map((row) => [stateName(row.state), row.count])),
    )
    return counted
  })
  return Object.fromEntries(rows.map((row) => [stateName(row.state), row.count]))
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const limit = performance.now() + 20_000
  while (!(await holds())) {
    if (performance.now() > limit) throw new Error('it did not come about')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const reach = (sending: Sending, wanted: Record<string, number>) =>
  until(async () => {
    const now = await states(sending)
    return Object.entries(wanted).every(([state, count]) => now[state] === count)
  })

async function chunksLeft(): Promise<number> {
  const { rows } = await db.engine.query<{ count: number }>('SELECT count(*)::int AS count FROM dispatch_chunk')
  return rows[0]?.count ?? -1
}

test('every message goes out once, and its chunk is gone afterwards', async () => {
  const sending = await send(1_250)
  await start()
  await reach(sending, { submitted: 1_250 })
  expect(provider.times().size).toBe(1_250)
  expect(provider.taken.length).toBe(1_250)
  await until(async () => (await chunksLeft()) === 0)
})

test('a gateway that dies loses nothing and repeats nothing; what it was sending is uncertain, at most three windows', async () => {
  let answered = 0
  provider.answer = async (message) => {
    if (++answered > 400) return new Promise(() => {})
    return { is: 'accepted', refs: [`r${message.id}`] }
  }
  const sending = await send(1_000)
  const first = await start()
  await until(() => provider.taken.length >= 400 + window)
  await kill(first)
  provider.answer = (message) => ({ is: 'accepted', refs: [`r${message.id}`] })
  await start()
  await until(async () => ((await states(sending))['queued'] ?? 0) === 0)
  const end = await states(sending)
  expect(end['uncertain']).toBeGreaterThan(0)
  expect(end['uncertain']).toBeLessThanOrEqual(3 * window)
  expect((end['uncertain'] ?? 0) + (end['submitted'] ?? 0)).toBe(1_000)
  expect(Math.max(...provider.times().values())).toBe(1)
})

/** The gateway ends with the references of all that it sent stored, and no state; then another one starts. */
async function dieBetween(sending: Sending, first: Gateway, answer: () => void): Promise<void> {
  const held = await db.engine.connect()
  await held.query('BEGIN')
  await held.query('SELECT FROM message WHERE broadcast_id = $1 FOR UPDATE', [sending.broadcastId])
  answer()
  await until(async () => (await db.engine.query('SELECT FROM message_ref')).rowCount === sending.ids.length)
  const dying = kill(first)
  // With a process its connections end, in the middle of what they do.
  const superuser = openPool(db.superuserUrl, { max: 1, name: 'test' })
  const cut = () =>
    superuser.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name LIKE 'kurenda-gateway %' AND datname = current_database()`,
    )
  while ((await Promise.race([dying, cut()])) !== undefined) continue
  await superuser.end()
  await held.query('ROLLBACK')
  held.release()
  await start()
}

/** The provider keeps its answers back. @returns what lets them go */
function holdAnswers(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>()
  provider.answer = async (message) => {
    await promise
    return { is: 'accepted', refs: [`r${message.id}`] }
  }
  return resolve
}

test('what the provider accepted is known to be accepted although its gateway died before the state was stored', async () => {
  const answer = holdAnswers()
  const sending = await send(window)
  const first = await start()
  await until(() => provider.taken.length === window)
  await dieBetween(sending, first, answer)
  await reach(sending, { submitted: window })
  await Promise.all(sending.ids.map((id) => provider.receipt(`r${id}`)))
  await reach(sending, { delivered: window })
  expect(provider.taken.length).toBe(window)
})

test('a receipt that overtook its answer counts although the gateway died before the state was stored', async () => {
  const answer = holdAnswers()
  const sending = await send(window)
  const first = await start()
  await until(() => provider.taken.length === window)
  await Promise.all(sending.ids.map((id) => provider.receipt(`r${id}`)))
  await dieBetween(sending, first, answer)
  await reach(sending, { delivered: window })
  expect(provider.taken.length).toBe(window)
})

test('a gateway that sleeps in the middle of a write does not keep the next from taking over', async () => {
  const asleep = randomUUID()
  const sleeper = openPool(db.urls.engine, { max: 1, name: `kurenda-gateway ${asleep}` })
  await sleeper.query(
    `INSERT INTO channel_lease (channel_id, holder, fence, until) VALUES ($1, $2, 1, now() - interval '1 second')
     ON CONFLICT (channel_id) DO UPDATE SET holder = excluded.holder, fence = excluded.fence, until = excluded.until`,
    [db.channelId, asleep],
  )
  const connection = await sleeper.connect()
  await connection.query('BEGIN')
  await connection.query('SELECT FROM channel_lease FOR SHARE')
  const sending = await send(window)
  await start()
  await reach(sending, { submitted: window })
  await expect(connection.query('COMMIT')).rejects.toThrow()
  connection.release(true)
  await sleeper.end()
})

test('under a lease that was lost no chunk is claimed', async () => {
  await db.engine.query('INSERT INTO channel_lease (channel_id, fence) VALUES ($1, 2)', [db.channelId])
  await send(1)
  const claim = { channelId: db.channelId, limit: 2, lanes: Object.values(PRIORITIES), now: new Date() }
  expect(await claimChunks(db.engine, { ...claim, fence: 1 })).toEqual([])
  expect(await claimChunks(db.engine, { ...claim, fence: 2 })).toHaveLength(1)
})

test('a receipt of an attempt before does not fail what was sent again', async () => {
  let attempt = 0
  provider.answer = () => ({ is: 'accepted', refs: [`a${++attempt}`] })
  const sending = await send(1)
  await start()
  await reach(sending, { submitted: 1 })
  await provider.receipt('a1', { state: 'failed' })
  await reach(sending, { failed: 1 })
  const about = { organizationId: db.organizationId, broadcastId: sending.broadcastId, now: new Date() }
  await resendMessages(db.engine, { ...about, what: 'failed' })
  await reach(sending, { submitted: 1 })
  await provider.receipt('a1', { state: 'failed' })
  expect(await states(sending)).toEqual({ submitted: 1 })
  await provider.receipt('a2')
  await reach(sending, { delivered: 1 })
})

test('an emergency that was being sent when its gateway died is sent again', async () => {
  provider.answer = () => new Promise(() => {})
  const sending = await send(30, { priority: 'emergency' })
  const first = await start()
  await until(() => provider.taken.length === window)
  await kill(first)
  provider.answer = (message) => ({ is: 'accepted', refs: [`r${message.id}`] })
  await start()
  await reach(sending, { submitted: 30 })
  expect(provider.times().size).toBe(30)
})

test('a gateway that is stopped gives its work back whole: nothing is uncertain, nothing is sent twice', async () => {
  let release: () => void = () => {}
  const gate = new Promise<void>((resolve) => (release = resolve))
  provider.answer = async (message) => {
    if (provider.taken.length > 100) await gate
    return { is: 'accepted', refs: [`r${message.id}`] }
  }
  const sending = await send(500)
  const first = await start()
  await until(() => provider.taken.length > 100)
  const stopping = first.stop()
  release()
  await stopping
  gateways = []
  expect((await states(sending))['uncertain']).toBeUndefined()
  await start()
  await reach(sending, { submitted: 500 })
  expect(provider.taken.length).toBe(500)
})

test('a receipt that overtakes the answer to its submit still delivers', async () => {
  const held: (() => void)[] = []
  provider.answer = (message) =>
    new Promise((resolve) => held.push(() => resolve({ is: 'accepted', refs: [`r${message.id}`] })))
  const sending = await send(10)
  await start()
  await until(() => held.length === 10)
  await Promise.all(sending.ids.map((id) => provider.receipt(`r${id}`)))
  for (const answer of held) answer()
  await reach(sending, { delivered: 10 })
  const { rows } = await db.engine.query('SELECT FROM parked_receipt')
  expect(rows).toEqual([])
})

test('two receipts that share a spelling and overtake their answers both deliver', async () => {
  const answers: (() => void)[] = []
  let refs = 0
  provider.answer = (message) =>
    new Promise((resolve) => {
      const ref = ['16', '10'][refs++] ?? ''
      answers.push(() => resolve({ is: 'accepted', refs: [ref] }))
      void provider.receipt(ref, { otherRefs: [Number(ref).toString(16)], address: message.to })
    })
  const sending = await send(2)
  await start()
  await until(async () => (await db.engine.query('SELECT FROM parked_receipt')).rowCount === 4)
  for (const answer of answers) answer()
  await reach(sending, { delivered: 2 })
  expect((await db.engine.query('SELECT FROM parked_receipt')).rowCount).toBe(0)
})

test('receipts that come at the same moment as the answers to their submits deliver every message', async () => {
  let left = 0
  provider.answer = (message) => {
    const ref = `r${message.id}`
    const tell = () => void provider.receipt(ref)
    // Before the answer, with it, right after it, and a little later.
    if (left % 4 === 0) tell()
    if (left % 4 === 1) queueMicrotask(tell)
    if (left % 4 === 2) setImmediate(tell)
    if (left % 4 === 3) setTimeout(tell, 3)
    left++
    return { is: 'accepted', refs: [ref] }
  }
  const sending = await send(3000)
  await start()
  await reach(sending, { delivered: 3000 })
  expect((await db.engine.query('SELECT FROM parked_receipt')).rowCount).toBe(0)
})

test('a receipt that comes together with the answer to its submit is never parked', async () => {
  await db.owner.query(`CREATE TABLE parked (ref text);
    CREATE FUNCTION note_parked() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
      $$ BEGIN INSERT INTO parked VALUES (NEW.ref); RETURN NEW; END $$;
    CREATE TRIGGER note_parked BEFORE INSERT ON parked_receipt FOR EACH ROW EXECUTE FUNCTION note_parked()`)
  provider.answer = (message) => {
    const ref = `r${message.id}`
    void provider.receipt(ref)
    return { is: 'accepted', refs: [ref] }
  }
  const sending = await send(3000)
  await start()
  await reach(sending, { delivered: 3000 })
  expect((await db.owner.query('SELECT FROM parked')).rowCount).toBe(0)
})

test('a receipt in another spelling of its reference overtakes as well, and only for the number it names', async () => {
  const held: (() => void)[] = []
  provider.answer = (message) =>
    new Promise((resolve) =>
      held.push(() => resolve({ is: 'accepted', refs: [message.to.endsWith('0') ? '7b' : '291'] })),
    )
  const sending = await send(2)
  await start()
  await until(() => held.length === 2)
  await provider.receipt('123', { otherRefs: ['7b', '291'], address: '48600000000' })
  for (const answer of held) answer()
  await reach(sending, { delivered: 1, submitted: 1 })
  const { rows } = await db.engine.query('SELECT state FROM message WHERE id = $1', [sending.ids[0]])
  expect(rows).toEqual([{ state: 2 }])
})

test('a gateway that takes its own channel over again does not rely on what it knew before: receipts still count', async () => {
  // References are stored, states are not: as when PostgreSQL goes away in between.
  await db.owner.query(`CREATE FUNCTION go_away() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'going away' USING ERRCODE = '57P01'; END $$;
    CREATE TRIGGER go_away BEFORE UPDATE OF state ON message FOR EACH ROW EXECUTE FUNCTION go_away()`)
  const sending = await send(3)
  await start()
  await until(async () => (await db.engine.query('SELECT FROM message_ref')).rowCount === 3)
  await db.engine.query(
    "UPDATE channel_lease SET fence = fence + 1, holder = NULL, until = now() - interval '1 second'",
  )
  await db.owner.query(
    'CREATE OR REPLACE FUNCTION go_away() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
  )
  await until(() => provider.hosts.length === 2)
  await reach(sending, { submitted: 3 })
  for (const id of sending.ids) await provider.receipt(`r${id}`)
  await reach(sending, { delivered: 3 })
  expect(provider.taken).toHaveLength(3)
})

test('receipts deliver, fail and expire', async () => {
  const sending = await send(3)
  await start()
  await reach(sending, { submitted: 3 })
  const [one, two, three] = sending.ids
  await Promise.all([
    provider.receipt(`r${one}`),
    provider.receipt(`r${two}`, { state: 'failed', code: 'err:011\0' }),
    provider.receipt(`r${three}`, { state: 'expired' }),
  ])
  expect(await states(sending)).toEqual({ delivered: 1, failed: 1, expired: 1 })
})

test('a long message is delivered when every part is, across gateways', async () => {
  provider.answer = (message) => ({ is: 'accepted', refs: [`a${message.id}`, `b${message.id}`, `c${message.id}`] })
  const sending = await send(1, { parts: 3 })
  const [id] = sending.ids
  const first = await start()
  await reach(sending, { submitted: 1 })
  await provider.receipt(`b${id}`)
  await provider.receipt(`b${id}`)
  expect(await states(sending)).toEqual({ submitted: 1 })
  await first.stop()
  gateways = []
  await start()
  await until(() => provider.hosts.length === 2)
  await provider.receipt(`a${id}`)
  await provider.receipt(`c${id}`)
  expect(await states(sending)).toEqual({ delivered: 1 })
})

test('a receipt that comes twice changes nothing the second time', async () => {
  const sending = await send(1)
  await start()
  await reach(sending, { submitted: 1 })
  await provider.receipt(`r${sending.ids[0]}`)
  const read = () => db.engine.query('SELECT state, settled_at, reason FROM message WHERE id = $1', [sending.ids[0]])
  const before = (await read()).rows
  await provider.receipt(`r${sending.ids[0]}`)
  expect((await read()).rows).toEqual(before)
})

test('a paused broadcast stands still; resumed, it goes on with the next person', async () => {
  let release: () => void = () => {}
  const gate = new Promise<void>((resolve) => (release = resolve))
  provider.answer = async (message) => {
    if (provider.taken.length > 100) await gate
    return { is: 'accepted', refs: [`r${message.id}`] }
  }
  const sending = await send(400)
  await start()
  await until(() => provider.taken.length > 100)
  await steer(sending, 'paused')
  const heldChunk = async () => (await db.engine.query('SELECT FROM dispatch_chunk WHERE held')).rowCount === 1
  // The gateway learns of the pause while the provider is slow; then the answers come.
  setTimeout(release, 700)
  await until(heldChunk)
  const sentAtPause = provider.taken.length
  expect(sentAtPause).toBeLessThan(400)
  await steer(sending, 'sending')
  await reach(sending, { submitted: 400 })
  expect(provider.taken.length).toBe(400)
})

test('after a cancel nobody else gets it', async () => {
  let release: () => void = () => {}
  const gate = new Promise<void>((resolve) => (release = resolve))
  provider.answer = async (message) => {
    await gate
    return { is: 'accepted', refs: [`r${message.id}`] }
  }
  const sending = await send(1_500)
  await start()
  await until(() => provider.taken.length === window)
  await steer(sending, 'cancelled')
  setTimeout(release, 700)
  await until(async () => ((await states(sending))['queued'] ?? 0) === 0)
  expect(await states(sending)).toEqual({ submitted: provider.taken.length, cancelled: 1_500 - provider.taken.length })
  expect(provider.taken.length).toBe(window)
  await until(async () => (await chunksLeft()) === 0)
})

test('a resident who opts out while the broadcast runs gets nothing of it any more', async () => {
  let release: () => void = () => {}
  const gate = new Promise<void>((resolve) => (release = resolve))
  provider.answer = async (message) => {
    await gate
    return { is: 'accepted', refs: [`r${message.id}`] }
  }
  const sending = await send(200)
  await start()
  await until(() => provider.taken.length === window)
  await db.engine.query(`INSERT INTO opt_out (organization_id, address_id, at, source) VALUES ($1, $2, now(), 'sms')`, [
    db.organizationId,
    sending.addressIds[150],
  ])
  setTimeout(release, 700)
  await reach(sending, { submitted: 199, suppressed: 1 })
  expect(provider.taken.map((message) => message.id)).not.toContain(sending.ids[150])
})

test('an emergency overtakes a broadcast under way', async () => {
  const held: (() => void)[] = []
  provider.answer = (message) =>
    new Promise((resolve) => held.push(() => resolve({ is: 'accepted', refs: [`r${message.id}`] })))
  await send(3_000)
  await start()
  await until(() => held.length === window)
  const emergency = await send(window, { priority: 'emergency' })
  const claimed = async () =>
    (await db.engine.query('SELECT FROM dispatch_chunk WHERE priority = $1 AND mark > 0', [PRIORITIES.emergency]))
      .rowCount === 1
  await until(claimed)
  while (provider.taken.length < 3 * window) {
    for (const answer of held.splice(0)) answer()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const urgent = new Set(emergency.ids)
  const last = provider.taken.findLastIndex((message) => urgent.has(message.id))
  expect(provider.taken.filter((message) => urgent.has(message.id)).length).toBe(window)
  expect(last).toBeLessThan(3 * window)
})

test('a gateway whose lease was taken can write nothing, and its receipts stay unacknowledged', async () => {
  let answer: () => void = () => {}
  provider.answer = (message) =>
    new Promise((resolve) => (answer = () => resolve({ is: 'accepted', refs: [`r${message.id}`] })))
  const sending = await send(1)
  await start()
  await until(() => provider.taken.length === 1)
  await db.engine.query(
    `UPDATE channel_lease SET fence = fence + 1, holder = 'another', until = now() + interval '1 hour'`,
  )
  answer()
  await expect(provider.receipt('r1')).rejects.toThrow()
  expect(await states(sending)).toEqual({ queued: 1 })
  expect((await db.engine.query('SELECT FROM message_ref')).rowCount).toBe(0)
})

test('told to slow down, it sends the same message again and fails nobody', async () => {
  const refused = new Set<number>()
  provider.answer = (message) => {
    if (message.id % 3 === 0 && !refused.has(message.id)) {
      refused.add(message.id)
      return { is: 'retry', reason: 'throttled', afterMs: 50 }
    }
    return { is: 'accepted', refs: [`r${message.id}`] }
  }
  const sending = await send(90)
  await start()
  await reach(sending, { submitted: 90 })
  expect(provider.taken.length).toBe(120)
  await until(async () => (await chunksLeft()) === 0)
})

test('what cannot be sent within its validity expires; what the provider refuses fails with its code', async () => {
  provider.answer = (message) =>
    message.to.endsWith('0')
      ? { is: 'retry', reason: 'ESME_RSYSERR' }
      : { is: 'refused', reason: 'zły numer', code: 'ESME_RINVDSTADR' }
  const sending = await send(2, { validitySeconds: 1 })
  await start()
  await reach(sending, { expired: 1, failed: 1 })
  const { rows } = await db.engine.query('SELECT reason FROM message WHERE id = $1', [sending.ids[1]])
  expect(rows).toEqual([{ reason: 'ESME_RINVDSTADR' }])
})

test('an uncertain message is settled by the one receipt that names its number, and others are sent again on demand', async () => {
  provider.answer = () => ({ is: 'uncertain', reason: 'no-answer' })
  const sending = await send(2)
  await start()
  await reach(sending, { uncertain: 2 })
  await provider.receipt('unknown', { address: '+48600000000', text: 'Jutro nie b' })
  await reach(sending, { delivered: 1, uncertain: 1 })
  provider.answer = (message) => ({ is: 'accepted', refs: [`r${message.id}`] })
  expect(
    await resendMessages(db.engine, {
      organizationId: db.organizationId,
      broadcastId: sending.broadcastId,
      what: 'uncertain',
      now: new Date(),
    }),
  ).toBe(1)
  await reach(sending, { delivered: 1, submitted: 1 })
})

test('a message of which the provider never tells is unconfirmed after its validity, and a late receipt still counts', async () => {
  const sending = await send(1)
  await start()
  await reach(sending, { submitted: 1 })
  expect(await lapseMessages(db.engine, new Date())).toBe(0)
  expect(await lapseMessages(db.engine, new Date(Date.now() + 3 * 3600_000))).toBe(1)
  expect(await states(sending)).toEqual({ unconfirmed: 1 })
  await provider.receipt(`r${sending.ids[0]}`)
  expect(await states(sending)).toEqual({ delivered: 1 })
})

test('a text that comes in is acknowledged once it is stored', async () => {
  await start()
  await until(() => provider.hosts.length === 1)
  const text = { is: 'message', from: '+48600000001', to: '+48600100200', content: { text: 'TAK' } } as const
  await provider.report({ ...text, connection: 'c1', at: new Date() })
  expect(incoming.map((message) => message.content)).toEqual([{ text: 'TAK' }])
})

test('a changed channel is opened anew', async () => {
  await start()
  await until(() => provider.hosts.length === 1)
  await db.engine.query('UPDATE channel SET version = version + 1')
  await until(() => provider.hosts.length === 2)
  const sending = await send(5)
  await reach(sending, { submitted: 5 })
})

test('two gateways never hold one channel', async () => {
  await start()
  await until(() => provider.hosts.length === 1)
  await start()
  const sending = await send(300)
  await reach(sending, { submitted: 300 })
  expect(provider.hosts.length).toBe(1)
  expect(provider.taken.length).toBe(300)
})

describe('where PostgreSQL dies just after a commit, whose answer is lost', () => {
  let way: LossyConnection
  beforeEach(async () => {
    way = await openLossyConnection(db.urls.engine)
  })
  afterEach(() => way.close())

  test('what is to be tried again is tried once', async () => {
    const refused = new Set<number>()
    provider.answer = (message) => {
      if (refused.has(message.id)) return { is: 'accepted', refs: [`r${message.id}`] }
      refused.add(message.id)
      return { is: 'retry', reason: 'throttled', afterMs: 50 }
    }
    way.loseCommitOf('INSERT INTO dispatch_chunk', 'INSERT 0 1')
    const sending = await send(10)
    await db.owner.query(`CREATE TABLE made (id bigint);
      CREATE FUNCTION note_made() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
        $$ BEGIN INSERT INTO made VALUES (NEW.id); RETURN NEW; END $$;
      CREATE TRIGGER note_made AFTER INSERT ON dispatch_chunk FOR EACH ROW EXECUTE FUNCTION note_made()`)
    const gateway = await start(way.url)
    await reach(sending, { submitted: 10 })
    gateways = []
    await gateway.stop()
    expect(way.lost).toBe(1)
    expect(provider.taken.length).toBe(20)
    expect((await db.owner.query('SELECT FROM made')).rowCount).toBe(1)
  })

  test('a chunk that was claimed and never heard of goes out, once', async () => {
    for (const priority of ['bulk', 'interactive'] as const) {
      const before = provider.taken.length
      way.loseCommitOf('claim-chunks', 'UPDATE 1')
      const sending = await send(5, { priority })
      if (gateways.length === 0) await start(way.url)
      await reach(sending, { submitted: 5 })
      expect(provider.taken.length - before).toBe(5)
    }
    await until(async () => (await chunksLeft()) === 0)
    expect(way.lost).toBe(2)
  })

  test('a chunk that was given back is claimed again, and sent once', async () => {
    const unanswered: (() => void)[] = []
    provider.answer = async (message) => {
      await new Promise<void>((resolve) => unanswered.push(resolve))
      return { is: 'accepted', refs: [`r${message.id}`] }
    }
    const sending = await send(500)
    await start(way.url)
    await until(() => provider.taken.length === window)
    way.loseCommitOf('DELETE FROM dispatch_chunk', 'INSERT 0 1')
    await steer(sending, 'paused')
    // One answer after the other, so that the pause is seen long before the last.
    await until(() => {
      unanswered.shift()?.()
      return way.lost === 1
    })
    expect(provider.taken.length).toBeLessThan(500)
    await steer(sending, 'sending')
    await until(async () => {
      for (const answer of unanswered.splice(0)) answer()
      return (await chunksLeft()) === 0
    })
    expect(await states(sending)).toEqual({ submitted: 500 })
    expect(provider.taken.length).toBe(500)
  })
})
