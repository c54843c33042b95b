import type { Pool } from '#platform/db'
import { Counter, Gauge, Histogram, watchPools, type Registry } from '#platform/metrics'
import type { ChannelTally } from './channel-tally.ts'
import type { Load } from './lease.ts'
import { PRIORITIES } from './priority.ts'
import type { OnBatch } from './writer.ts'

interface Looked {
  id: number
  isUp: boolean
  load: Load
}

/** What a gateway tells of itself. Tallies are summed up where the work is done and carried over when somebody asks. */
export function gatewayMetrics(
  registry: Registry,
  of: { pool: Pool; tallies: ReadonlyMap<number, ChannelTally>; channels: () => readonly Looked[] },
): { batchWritten: OnBatch } {
  const registers = [registry]
  const lanes = Object.entries(PRIORITIES)
  watchPools(registry, { gateway: of.pool })

  /** A counter that is kept elsewhere. */
  function tallied(
    name: string,
    help: string,
    label: string,
    values: (tally: ChannelTally) => readonly (readonly [string, number])[],
  ): void {
    new Counter({
      name,
      help,
      labelNames: ['channel', label],
      registers,
      collect() {
        this.reset()
        for (const [channel, tally] of of.tallies)
          for (const [value, count] of values(tally)) this.inc({ channel, [label]: value }, count)
      },
    })
  }
  tallied('kurenda_submits_total', 'Messages handed to the provider, by priority lane', 'lane', ({ submits }) =>
    lanes.map(([lane, number]) => [lane, submits[number] ?? 0]),
  )
  tallied('kurenda_outcomes_total', 'What the provider answered to a message', 'outcome', ({ outcomes }) =>
    Object.entries(outcomes),
  )
  tallied(
    'kurenda_withheld_total',
    'Messages stopped just before they left: cancelled, or the person opted out',
    'why',
    ({ stopped }) => Object.entries(stopped),
  )
  tallied('kurenda_receipts_total', 'Receipts that came in', 'state', ({ receipts }) => Object.entries(receipts))
  tallied(
    'kurenda_incoming_total',
    'Texts from residents, or parts of them, that came in; optout: told by the provider',
    'kind',
    ({ incoming }) => Object.entries(incoming),
  )

  /** A gauge of each channel that is held. */
  function looked(name: string, help: string, read: (channel: Looked) => number): void {
    new Gauge({
      name,
      help,
      labelNames: ['channel'],
      registers,
      collect() {
        this.reset()
        for (const channel of of.channels()) this.set({ channel: channel.id }, read(channel))
      },
    })
  }
  looked(
    'kurenda_channel_up',
    '1 while the channel’s session with its provider is up; no value: another gateway holds it',
    ({ isUp }) => (isUp ? 1 : 0),
  )
  looked('kurenda_channel_in_flight', 'Messages that wait for the provider’s answer', ({ load }) => load.inFlight)
  looked(
    'kurenda_channel_window',
    'Messages that may wait for the provider’s answer at once',
    ({ load }) => load.window,
  )
  looked('kurenda_channel_unwritten', 'Answers of the provider that are not stored yet', ({ load }) => load.unwritten)

  const items = new Histogram({
    name: 'kurenda_writer_batch_items',
    help: 'Items in a batch of the writer; line: refs (acceptances), statuses (what became of messages) or texts',
    labelNames: ['line'],
    buckets: [1, 10, 100, 1000, 5000],
    registers,
  })
  const seconds = new Histogram({
    name: 'kurenda_writer_batch_seconds',
    help: 'Time from the beginning of a batch of the writer to its commit, repetitions included',
    labelNames: ['line'],
    buckets: [0.002, 0.01, 0.05, 0.25, 1, 5],
    registers,
  })
  return {
    batchWritten({ line, items: count, ms }) {
      items.observe({ line }, count)
      seconds.observe({ line }, ms / 1000)
    },
  }
}
