import pg from 'pg'
const T=new Map()
const oq=pg.Client.prototype.query
pg.Client.prototype.query=function(...a){const k=String(a[0]?.name??(typeof a[0]==='string'?a[0]:a[0]?.text)).replace(/\s+/g,' ').slice(0,50);const t=performance.now();const r=oq.apply(this,a);const fin=()=>{const e=T.get(k)??[0,0];e[0]++;e[1]+=performance.now()-t;T.set(k,e)};if(r?.then)r.then(fin,fin);else if(typeof a.at(-1)==='function'){};return r}
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import type { Channel, Host, Incoming, Outcome, OutgoingMessage } from '@kurenda/channel'
import { systemClock } from '#platform/clock'
import { ring, transaction } from '#platform/db'
import { openTestDatabase, type TestDatabase } from '#platform/testing'
import {
  lapseMessages,
  PRIORITIES,
  queueMessages,
  resendUncertain,
  runGateway,
  stateName,
  totals,
  type Gateway,
  type IncomingMessage,
  type Priority,
} from './index.ts'

const window = Number(process.env.W)

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

async function start(): Promise<Gateway> {
  const gateway = await runGateway({
    engineUrl: db.urls.engine,
    clock: systemClock,
    connectors: { smpp: provider.channel },
    receive: async (_client, _channel, messages) => void incoming.push(...messages),
    log: (e) => e.event !== 'channel-status' && console.log('EVT', JSON.stringify(e)),
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
  const limit = performance.now() + 9_000
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

test('speed', async () => {
  const N = 60_000
  provider.answer = async (m) => {
    await new Promise((r) => setImmediate(r))
    setTimeout(() => void provider.receipt(`r${m.id}`, { address: m.to }).catch(() => {}), 5)
    return { is: 'accepted', refs: [`r${m.id}`] }
  }
  const s = await send(N)
  const t = performance.now()
  await start()
  await until(async () => {
    await new Promise((r) => setTimeout(r, 1000))
    console.log(
      [...T].sort((a,b)=>b[1][1]-a[1][1]).slice(0,9).map(([k,v])=>k+' '+v[0]+' '+Math.round(v[1])).join('\n'), JSON.stringify(await totals(db.engine, db.organizationId, [s.broadcastId]).then((m) => m.get(s.broadcastId))),
      provider.taken.length,'\nACT',
      (
        await db.owner.query(
          `SELECT left(query,60) q, state, wait_event_type||wait_event w, pg_blocking_pids(pid) as d FROM pg_stat_activity WHERE application_name='kurenda-gateway' AND state<>'idle'`,
        )
      ).rows
        .map((r) => r.q.replace(/\s+/g, ' ') + '|' + r.state + '|' + r.w + '|' + JSON.stringify(r.d))
        .join(' ;; '),
    )
    return ((await totals(db.engine, db.organizationId, [s.broadcastId])).get(s.broadcastId)?.delivered ?? 0) === N
  })
  console.log('per second', Math.round(N / ((performance.now() - t) / 1000)))
  console.log([...T].sort((a,b)=>b[1][1]-a[1][1]).slice(0,14).map(([k,v])=>k+' '+v[0]+' '+Math.round(v[1])).join('\n'))
  expect(await states(s)).toEqual({ delivered: N })
}, 120_000)
