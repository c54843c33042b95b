import { randomUUID } from 'node:crypto'
import type { Channel, Host, Incoming, Session, SessionStatus, Words } from '@kurenda/channel'
import type { Clock } from '#platform/clock'
import { listen, openPool, ring } from '#platform/db'
import { every } from '#platform/clock'
import { Registry } from '#platform/metrics'
import type { Seal } from '#platform/seal'
import { openSecrets } from './channel-secrets.ts'
import { newTally, type ChannelTally } from './channel-tally.ts'
import { gatewayMetrics } from './gateway-metrics.ts'
import { Halts } from './halts.ts'
import { findDueChannels } from './claim-chunks.ts'
import type { Under } from './items.ts'
import {
  acquireLease,
  connectionName,
  releaseLease,
  renewLease,
  renewMs,
  ttlMs,
  type Lease,
  type Load,
} from './lease.ts'
import { Pump } from './pump.ts'
import type { Receive } from './write-batch.ts'
import { releaseHeld } from './release-held.ts'
import { TraceLog } from './trace-log.ts'
import { Writer } from './writer.ts'

export interface GatewayOptions {
  engineUrl: string
  clock: Clock
  // oxlint-disable-next-line typescript/no-explicit-any -- each connector has a configuration type of its own
  connectors: Readonly<Record<string, Channel<any>>>
  /** Opens the secrets of their settings. */
  seal: Seal
  /** Stores incoming texts, inside the writer's transaction. */
  receive: Receive
  log: (event: GatewayEvent) => void
  /** Takes the metrics; one that nobody reads where it is left out. */
  registry?: Registry
}

/** What an administrator should see in the log; no personal data. */
export type GatewayEvent =
  | { event: 'lease-acquired'; channel: number; fence: number; uncertain: number }
  | { event: 'lease-lost'; channel: number }
  | { event: 'channel-status'; channel: number; status: SessionStatus }
  | { event: 'gateway-error'; err: unknown }

export interface Gateway {
  /** Drains: nothing new is sent, answers in flight are awaited and stored, leases are given back. */
  stop(graceMs?: number): Promise<void>
  /** Ends as a killed process does: nothing more is sent or stored. */
  kill(): Promise<void>
}

interface ChannelRow {
  id: number
  organization_id: number
  type: string
  config: Record<string, unknown>
  sender: string
  version: number
  rate_per_second: number | null
  traced_until: Date | null
}

interface Owned {
  row: ChannelRow
  lease: Lease
  /** Chunks in hand, and those whose end is not stored yet: a pump of the configuration before may have left some. */
  claimed: Set<number>
  session: Session | undefined
  pump: Pump | undefined
  status: SessionStatus
  /** Ends when the latest status is stored. */
  told: Promise<void>
}

/** Why a channel is down that its connector cannot say. */
const unsaid = {
  invalid: { pl: 'ustawienia kanału są nieprawidłowe', en: 'its settings are not valid' },
  sealed: {
    pl: 'zapisanego hasła nie da się odczytać; wpisz je jeszcze raz',
    en: 'its stored password cannot be read any more; enter it once more',
  },
  unopened: { pl: 'łącznik nie uruchamia się', en: 'the connector does not open' },
  stopped: { pl: 'zatrzymany', en: 'it was stopped' },
} as const satisfies Record<string, Words>

const pollMs = 250
const settleMs = 1_000
const channelsMs = 1_000
const haltsMs = 500
const tracesMs = 1_000

/** Holds the sessions of as many channels as it can lease, and sends what is due on them. */
export async function runGateway(options: GatewayOptions): Promise<Gateway> {
  const { clock, connectors, log } = options
  const holder = randomUUID()
  // Each batch locks the lease it is written under: a process that sleeps in the middle of one would hold it for ever.
  const pool = openPool(options.engineUrl, {
    max: 12,
    name: connectionName(holder),
    idleInTransactionMs: ttlMs,
    byKey: true,
    pipeline: true,
  })
  const owned = new Map<number, Owned>()
  const halts = new Halts(pool)
  const traces = new TraceLog(pool)
  const tallies = new Map<number, ChannelTally>()
  let stopped = false

  const onError = (error: unknown) => log({ event: 'gateway-error', err: error })
  const metrics = gatewayMetrics(options.registry ?? new Registry(), { pool, tallies, channels: look })
  const writer = new Writer({
    pool,
    clock,
    receive: options.receive,
    onRefused: (item) => lose(item.channelId),
    onError,
    onRelief: resume,
    onBatch: metrics.batchWritten,
  })

  function loadOf({ pump }: Owned): Load {
    const { inFlight, window, unwritten } = pump?.load() ?? { inFlight: 0, window: 0, unwritten: 0 }
    return { inFlight, window, unwritten, writingMs: Math.round(writer.busyMs()) }
  }

  /** The channels that this gateway holds, as they are now. */
  function look() {
    return [...owned.values()].map((channel) => ({
      id: channel.row.id,
      isUp: channel.status.is === 'up',
      load: loadOf(channel),
    }))
  }

  function tallyOf(channelId: number): ChannelTally {
    const tally = tallies.get(channelId) ?? newTally()
    tallies.set(channelId, tally)
    return tally
  }

  function lose(channelId: number): void {
    const channel = owned.get(channelId)
    if (!channel) return
    owned.delete(channelId)
    channel.pump?.abandon()
    void channel.session?.close(0)
    log({ event: 'lease-lost', channel: channelId })
  }

  async function lookAtChannels(): Promise<void> {
    const { rows } = await pool.query<ChannelRow>(
      'SELECT id, organization_id, type, config, sender, version, rate_per_second, traced_until FROM channel WHERE enabled ORDER BY id',
    )
    const wanted = new Map(rows.map((row) => [row.id, row]))
    for (const channel of [...owned.values()]) {
      const row = wanted.get(channel.row.id)
      if (!row) await release(channel, 1_000)
      else if (row.version !== channel.row.version) {
        await closeSession(channel, 5_000)
        channel.row = row
        await openSession(channel)
      } else channel.row.traced_until = row.traced_until
    }
    for (const row of rows) {
      if (owned.has(row.id) || stopped || !connectors[row.type]) continue
      const taken = await acquireLease(pool, { id: row.id, organizationId: row.organization_id }, holder, () =>
        clock.monotonic(),
      )
      if (!taken) continue
      const uncertain = taken.losses.reduce((sum, loss) => sum + loss.count, 0)
      log({ event: 'lease-acquired', channel: row.id, fence: taken.lease.fence, uncertain })
      const channel: Owned = {
        row,
        lease: taken.lease,
        claimed: new Set(),
        session: undefined,
        pump: undefined,
        status: { is: 'connecting' },
        told: Promise.resolve(),
      }
      owned.set(row.id, channel)
      settle(channel, true)
      await openSession(channel)
    }
  }

  function openedConfig({ organization_id, config }: ChannelRow): Record<string, unknown> | undefined {
    try {
      return openSecrets(options.seal, organization_id, config)
    } catch (error) {
      onError(error)
      return undefined
    }
  }

  async function openSession(channel: Owned): Promise<void> {
    const { row, lease } = channel
    const connector = connectors[row.type]
    if (!connector) return
    const under: Under = { channelId: row.id, organizationId: row.organization_id, fence: lease.fence }
    const mayWrite = () => !stopped && owned.get(row.id) === channel && clock.monotonic() < lease.deadline
    const opened = openedConfig(row)
    if (opened === undefined) return setStatus(channel, { is: 'down', reason: unsaid.sealed, final: true })
    const config: unknown = connector.config.safeParse(opened).data
    if (config === undefined) return setStatus(channel, { is: 'down', reason: unsaid.invalid, final: true })
    const tally = tallyOf(row.id)
    const host: Host = {
      report: (event) =>
        new Promise<void>((stored, failed) => {
          if (event.is === 'receipt') tally.receipts[event.state]++
          else if (event.is !== 'late') tally.incoming[event.is]++
          if (event.is === 'receipt') writer.add({ is: 'receipt', ...under, receipt: event, stored, failed })
          else if (event.is === 'late') writer.add({ is: 'late', ...under, answer: event, stored, failed })
          else writer.add({ is: 'message', ...under, message: asMessage(event, row.sender), stored, failed })
        }),
      status: (status) => setStatus(channel, status),
      trace: (exchange) => {
        if (!exchange.ok || isTraced(channel)) traces.add(under, exchange)
      },
      isTraced: () => isTraced(channel),
      fetch,
      now: () => clock.now(),
      mayWrite,
    }
    try {
      channel.session = await connector.open(config, host)
    } catch (error) {
      onError(error)
      setStatus(channel, { is: 'down', reason: unsaid.unopened, final: false })
      // Not the version of any configuration: the next look at the channels tries again.
      channel.row = { ...row, version: -1 }
      return
    }
    channel.pump = new Pump({
      pool,
      clock,
      under,
      claimed: channel.claimed,
      session: channel.session,
      window: connector.window(config),
      ratePerSecond: row.rate_per_second,
      halts,
      tally,
      add: (item) => writer.add(item),
      isBehind: () => writer.isBehind(),
      onError,
      mayWrite,
      isUp: () => channel.status.is === 'up',
    })
    channel.pump.poke()
  }

  function isTraced({ row }: Owned): boolean {
    return row.traced_until !== null && clock.now() < row.traced_until
  }

  function setStatus(channel: Owned, status: SessionStatus): void {
    channel.status = status
    log({ event: 'channel-status', channel: channel.row.id, status })
    // One after the other: two updates on two connections may overtake each other.
    channel.told = channel.told.then(() => tellStatus(channel, status)).catch(onError)
    channel.pump?.poke()
  }

  async function tellStatus({ row, lease }: Owned, status: SessionStatus): Promise<void> {
    await pool.query(
      `UPDATE channel_lease SET status = $2, status_at = now(), down_since = CASE WHEN $4 THEN NULL ELSE coalesce(down_since, now()) END
       WHERE channel_id = $1 AND fence = $3`,
      [row.id, JSON.stringify(status), lease.fence, status.is === 'up'],
    )
    ring(pool, 'news', `channel ${row.organization_id} ${row.id}`)
  }

  async function closeSession(channel: Owned, graceMs: number): Promise<void> {
    await channel.pump?.stop(graceMs)
    await channel.session?.close(graceMs)
    // What was not answered in time is answered by the end of the session.
    await channel.pump?.emptied(1_000)
    channel.pump = undefined
    channel.session = undefined
  }

  async function release(channel: Owned, graceMs: number): Promise<void> {
    await closeSession(channel, graceMs)
    await writer.idle()
    owned.delete(channel.row.id)
    await channel.told
    await tellStatus(channel, { is: 'down', reason: unsaid.stopped, final: false })
    await releaseLease(pool, channel.lease)
  }

  async function renew(): Promise<void> {
    for (const channel of [...owned.values()])
      if (!(await renewLease(pool, channel.lease, loadOf(channel), () => clock.monotonic()))) lose(channel.row.id)
  }

  function resume(): void {
    for (const { pump } of owned.values()) pump?.resume()
  }

  let looking = false
  let lookAgain = false

  /** Wakes the channels that have something due, and lets the others go on. Asked again while it looks, it looks once more. */
  async function lookForWork(): Promise<void> {
    lookAgain = looking
    if (looking) return
    looking = true
    try {
      const due = await findDueChannels(pool, [...owned.keys()], clock.now())
      for (const [id, { pump }] of owned) if (due.has(id)) pump?.poke()
      resume()
    } finally {
      looking = false
    }
    if (lookAgain) await lookForWork()
  }

  function heardBell(channelId: string): void {
    if (channelId === '') lookForWork().catch(onError)
    else owned.get(Number(channelId))?.pump?.poke()
  }

  function settle({ row, lease }: Owned, takenOver: boolean): void {
    const under: Under = { channelId: row.id, organizationId: row.organization_id, fence: lease.fence }
    writer.add({ is: 'settleUncertain', ...under, takenOver })
  }

  function settleParked(): void {
    for (const channel of owned.values()) if (writer.parked.delete(channel.row.id)) settle(channel, false)
  }

  async function refreshHalts(): Promise<void> {
    await releaseHeld(pool)
    const pumps = [...owned.values()].flatMap(({ pump }) => pump ?? [])
    const reads = pumps.flatMap((pump) => pump.oldestRead()?.getTime() ?? [])
    await halts.refresh(
      pumps.flatMap((pump) => pump.broadcasts()),
      new Date(Math.min(clock.now().getTime(), ...reads)),
    )
    await lookForWork()
  }

  const loops = [
    every(channelsMs, lookAtChannels, onError),
    every(renewMs, renew, onError),
    every(haltsMs, refreshHalts, onError),
    every(pollMs, lookForWork, onError),
    every(settleMs, async () => settleParked(), onError),
    every(tracesMs, () => traces.flush(), onError),
  ]
  const bells = await listen(options.engineUrl, { chunks: heardBell })

  async function end(): Promise<void> {
    stopped = true
    await Promise.all(loops.map((loop) => loop.stop()))
    await bells.close()
  }
  return {
    async stop(graceMs = 5_000) {
      await Promise.all(loops.map((loop) => loop.stop()))
      await Promise.all([...owned.values()].map((channel) => release(channel, graceMs).catch(onError)))
      await end()
      await writer.idle()
      await traces.flush().catch(onError)
      await pool.end()
    },
    async kill() {
      writer.abandon()
      for (const channel of owned.values()) {
        channel.pump?.abandon()
        void channel.session?.close(0)
      }
      await end()
      await pool.end()
    },
  }
}

/** A provider that counts opt-outs itself says what the person would have written: it takes the way of every other one. */
function asMessage(
  event: Extract<Incoming, { is: 'message' | 'optout' }>,
  sender: string,
): Extract<Incoming, { is: 'message' }> {
  if (event.is === 'message') return event
  return {
    is: 'message',
    from: event.from,
    to: sender,
    content: { text: 'STOP' },
    connection: 'provider',
    at: event.at,
  }
}
