import type { Words } from '@kurenda/channel'
import { afterQuietHours } from '#modules/messaging'
import type { BroadcastFacts, ChannelFacts, TownFacts } from './read-facts.ts'

/** One thing that does not move, and what it is told from. */
export type Finding = { since: Date | null } & (
  | { code: 'no-channel' }
  | { code: 'worker-away' }
  | { code: 'gateway-away'; waiting: number }
  | ({ code: 'channel-disabled'; waiting: number } & OfChannel)
  | ({ code: 'channel-unheld'; waiting: number } & OfChannel)
  | ({ code: 'channel-down'; reason: Words | null; final: boolean; waiting: number } & OfChannel)
  | ({ code: 'channel-limited'; reason: Words } & OfChannel)
  | ({ code: 'writes-behind'; unwritten: number } & OfChannel)
  | ({ code: 'provider-silent'; inFlight: number; waiting: number } & OfChannel)
  | ({ code: 'queue-stands'; waiting: number } & OfChannel)
  | ({ code: 'provider-refuses'; retrying: number; retryAt: Date } & OfChannel)
  | ({ code: 'rate-limit'; perSecond: number; waiting: number; until: Date } & OfChannel)
  | ({ code: 'broadcast-late' } & OfBroadcast)
  | ({ code: 'broadcast-paused'; by: string | null } & OfBroadcast)
  | ({ code: 'quiet-hours'; until: Date } & OfBroadcast)
)

interface OfChannel {
  channel: { id: number; name: string }
}
interface OfBroadcast {
  broadcast: { id: number; name: string }
}

export type FindingCode = Finding['code']

interface Kind {
  /** `stuck`: a person must do something. `waits`: it goes on by itself, or someone wanted it so. */
  severity: 'stuck' | 'waits'
  /** What is the case. */
  about: string
}

export const findingKinds: Record<FindingCode, Kind> = {
  'no-channel': { severity: 'stuck', about: 'the organization has no channel' },
  'worker-away': { severity: 'stuck', about: 'news or incoming texts have waited for 10 s' },
  'gateway-away': { severity: 'stuck', about: 'no enabled channel is held by a gateway' },
  'channel-disabled': { severity: 'stuck', about: 'messages wait for a channel that is disabled' },
  'channel-unheld': { severity: 'stuck', about: 'gateways run, and none holds this channel' },
  'channel-down': { severity: 'stuck', about: 'the session with the provider is down, or has not come up for 15 s' },
  'channel-limited': { severity: 'waits', about: 'it sends, but not as configured: a connection is missing' },
  'writes-behind': { severity: 'stuck', about: 'a batch of the provider’s answers has been written for 5 s' },
  'provider-silent': { severity: 'stuck', about: 'the window is full and what is due has waited for a minute' },
  'queue-stands': { severity: 'stuck', about: 'the channel is up and what is due has waited for a minute' },
  'provider-refuses': { severity: 'waits', about: 'the provider did not take messages, which are tried again' },
  'rate-limit': { severity: 'waits', about: 'the channel’s own limit makes it take more than a minute' },
  'broadcast-late': { severity: 'stuck', about: 'a broadcast is 10 s late although the worker works' },
  'broadcast-paused': { severity: 'waits', about: 'somebody paused a broadcast' },
  'quiet-hours': { severity: 'waits', about: 'a broadcast waits for the end of the quiet hours' },
}

/** The worker looks each second; what waits longer has nobody who takes it. */
const workerPatienceMs = 10_000
/** A session that is opened anew needs its seconds. */
const connectPatienceMs = 15_000
/** A batch takes tens of milliseconds. */
const writePatienceMs = 5_000
/** What is due on a channel that is up leaves within a second, unless others of its lane go first. */
const queuePatienceMs = 60_000
/** A rate limit is worth a word where it takes longer than this. */
const rateMs = 60_000

/** Why things stand, the gravest first; nothing where all moves. Whatever explains a trouble hides what only follows from it. */
export function findStuck(facts: TownFacts): Finding[] {
  const worker = findWorker(facts)
  return [...worker, ...findChannels(facts), ...findBroadcasts(facts, worker.length > 0)].sort(
    (a, b) => Number(findingKinds[a.code].severity === 'waits') - Number(findingKinds[b.code].severity === 'waits'),
  )
}

function findWorker({ now, inboundSince, newsSince }: TownFacts): Finding[] {
  const since = earliest([inboundSince, newsSince])
  return since && age(now, since) > workerPatienceMs ? [{ code: 'worker-away', since }] : []
}

function findChannels(facts: TownFacts): Finding[] {
  const { channels } = facts
  const enabled = channels.filter((channel) => channel.enabled)
  if (channels.length === 0) return [{ code: 'no-channel', since: null }]
  const [unheld, held] = [enabled.filter((channel) => !channel.held), enabled.filter((channel) => channel.held)]
  const disabled = channels
    .filter((channel) => !channel.enabled)
    .flatMap(({ id, name }): Finding[] => {
      const { due: waiting, dueSince: since } = queueOf(facts, id)
      return waiting > 0 ? [{ code: 'channel-disabled', channel: { id, name }, waiting, since }] : []
    })
  return [
    // One that none of several channels has is not there; one that lacks a single channel does not know its type.
    ...(held.length === 0 && unheld.length > 0
      ? [
          {
            code: 'gateway-away' as const,
            since: earliest(unheld.map((channel) => channel.heldUntil)),
            waiting: unheld.reduce((sum, { id }) => sum + queueOf(facts, id).due, 0),
          },
        ]
      : unheld.map(({ id, name, heldUntil }) => ({
          code: 'channel-unheld' as const,
          channel: { id, name },
          since: heldUntil,
          waiting: queueOf(facts, id).due,
        }))),
    ...held.flatMap((channel) => findInChannel(facts, channel)),
    ...disabled,
  ]
}

function findInChannel(
  facts: TownFacts,
  { id, name, status, downSince, load, ratePerSecond }: ChannelFacts,
): Finding[] {
  const { now } = facts
  const channel = { id, name }
  const { due: waiting, dueSince, open, retrying, retryAt } = queueOf(facts, id)
  if (status.is === 'down' || (status.is === 'connecting' && downSince && age(now, downSince) > connectPatienceMs)) {
    const { reason, final } = status.is === 'down' ? status : { reason: null, final: false }
    return [{ code: 'channel-down', channel, since: downSince, reason, final, waiting }]
  }
  if ((load.writingMs ?? 0) > writePatienceMs) {
    const since = new Date(now.getTime() - (load.writingMs ?? 0))
    return [{ code: 'writes-behind', channel, since, unwritten: load.unwritten ?? 0 }]
  }
  const found: Finding[] = []
  if (status.is === 'up' && status.limited !== undefined)
    found.push({ code: 'channel-limited', channel, since: null, reason: status.limited })
  const stands = dueSince !== null && age(now, dueSince) > queuePatienceMs
  const { inFlight = 0, window = 0 } = load
  const takesMs = ratePerSecond === null ? 0 : ((waiting + open) / ratePerSecond) * 1000
  if (ratePerSecond !== null && takesMs > rateMs)
    found.push({
      code: 'rate-limit',
      channel,
      since: dueSince,
      perSecond: ratePerSecond,
      waiting: waiting + open,
      until: new Date(now.getTime() + takesMs),
    })
  else if (stands && window > 0 && inFlight >= window && open <= window)
    found.push({ code: 'provider-silent', channel, since: dueSince, inFlight, waiting })
  else if (stands && open === 0) found.push({ code: 'queue-stands', channel, since: dueSince, waiting })
  if (retrying > 0 && retryAt) found.push({ code: 'provider-refuses', channel, since: null, retrying, retryAt })
  return found
}

function findBroadcasts(facts: TownFacts, workerAway: boolean): Finding[] {
  const { now } = facts
  return facts.broadcasts.flatMap((one): Finding[] => {
    const broadcast = { id: one.id, name: one.name }
    if (one.state === 'paused') return [{ code: 'broadcast-paused', broadcast, since: one.pausedAt, by: one.pausedBy }]
    const until = untilMorning(facts, one)
    if (until) return [{ code: 'quiet-hours', broadcast, since: one.confirmedAt, until }]
    const isLate = one.state !== 'sending' && one.sendAt !== null && age(now, one.sendAt) > workerPatienceMs
    // While it is expanding its work goes on in turns; only a worker that is away stops it.
    return one.state === 'scheduled' && isLate && !workerAway
      ? [{ code: 'broadcast-late', broadcast, since: one.sendAt }]
      : []
  })
}

/** The end of the quiet hours, where they are what a broadcast waits for. */
function untilMorning(
  { now, timeZone, quietFrom, quietUntil }: TownFacts,
  broadcast: BroadcastFacts,
): Date | undefined {
  const { state, priority, sendAt } = broadcast
  if (state !== 'scheduled' || priority === 'emergency' || !sendAt || sendAt <= now) return undefined
  const morning = afterQuietHours(now, { timeZone, from: quietFrom, until: quietUntil })
  return morning > now && sendAt.getTime() === morning.getTime() ? morning : undefined
}

/** All lanes of a channel together. */
function queueOf({ queues }: TownFacts, channelId: number) {
  const lanes = queues.filter((queue) => queue.channelId === channelId)
  const sum = (of: 'due' | 'open' | 'retrying') => lanes.reduce((all, lane) => all + lane[of], 0)
  return {
    due: sum('due'),
    open: sum('open'),
    retrying: sum('retrying'),
    dueSince: earliest(lanes.map((lane) => lane.dueSince)),
    retryAt: earliest(lanes.map((lane) => lane.retryAt)),
  }
}

function age(now: Date, since: Date): number {
  return now.getTime() - since.getTime()
}

function earliest(dates: readonly (Date | null)[]): Date | null {
  const times = dates.flatMap((date) => (date ? [date.getTime()] : []))
  return times.length === 0 ? null : new Date(Math.min(...times))
}
