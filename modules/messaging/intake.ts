import { createHash } from 'node:crypto'
import type { NewMessage } from '@kurenda/contract'
import { MAX_PARTS, measure } from '@kurenda/sms-text'
import { toE164, upsertAddresses } from '#modules/audience'
import { dayIn, type Clock } from '#platform/clock'
import { ring, transaction, type Client, type Pool } from '#platform/db'
import { Problem, type ErrorCode, type ProblemParams } from '#platform/errors'
import { formatMessageId } from './message-id.ts'
import type { Priority } from './priority.ts'
import { queueMessages, type QueuedMessage } from './queue-messages.ts'
import { findSendingChannel, refuseSender, type SendingChannel } from './sending-channel.ts'

/** What became of one message of a request, in its order. */
export type Taken = { id: string; to: string; parts: number } | { to: string; code: ErrorCode; params: ProblemParams }

export interface IntakeRequest {
  organizationId: number
  messages: readonly NewMessage[]
  /** The same request under the same key is taken once. */
  key?: string
}

interface Waiting extends IntakeRequest {
  /** Of what was asked, where it has a key. */
  digest: Buffer | undefined
  resolve: (taken: Taken[]) => void
  reject: (error: unknown) => void
}

/** A message that may go, with the place where its answer belongs. */
interface Placed {
  into: Taken[]
  at: number
  channel: SendingChannel
  priority: Priority
  message: Omit<QueuedMessage, 'addressId'>
}

/** One transaction takes so many messages, as soon as the one before has committed. */
const mostMessages = 5_000
const chunkMessages = 1_000
const defaultValiditySeconds = 172_800

/**
 * Takes single messages from the API. What came in while a transaction committed goes into the next together: one commit for
 * each post ends at 4.3 k/s, in groups they reach ten times that. Nobody is answered before their messages are stored for good.
 */
export class Intake {
  readonly #engine: Pool
  readonly #clock: Clock
  #waiting: Waiting[] = []
  #running: Promise<void> | undefined

  constructor(engine: Pool, clock: Clock) {
    this.#engine = engine
    this.#clock = clock
  }

  /**
   * Stores the messages that may be sent; says of each what became of it.
   * @throws Problem idempotency-mismatch where another request was made under that key
   */
  take(request: IntakeRequest): Promise<Taken[]> {
    const digest =
      request.key === undefined ? undefined : createHash('sha256').update(JSON.stringify(request.messages)).digest()
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...request, digest, resolve, reject })
      this.#running ??= this.#run()
    })
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #run(): Promise<void> {
    // What comes in this turn of the event loop belongs to the first group.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#waiting.length > 0) {
      const group = this.#nextGroup()
      try {
        const { answers, channels } = await transaction(this.#engine, (client) =>
          takeGroup(client, group, this.#clock.now()),
        )
        for (const channelId of channels) ring(this.#engine, 'chunks', String(channelId))
        group.forEach((request, i) => {
          const answer = answers[i]
          if (answer instanceof Problem || answer === undefined) request.reject(answer)
          else request.resolve(answer)
        })
      } catch (error) {
        for (const request of group) request.reject(error)
      }
    }
    this.#running = undefined
  }

  /** In order, at most so many messages, no key twice: the second waits for what the first was answered. */
  #nextGroup(): Waiting[] {
    const keys = new Set<string>()
    let messages = 0
    let count = 0
    for (const request of this.#waiting) {
      messages += request.messages.length
      const key = request.key === undefined ? undefined : `${request.organizationId} ${request.key}`
      if ((count > 0 && messages > mostMessages) || (key !== undefined && keys.has(key))) break
      if (key !== undefined) keys.add(key)
      count++
    }
    return this.#waiting.splice(0, count)
  }
}

async function takeGroup(
  client: Client,
  group: readonly Waiting[],
  now: Date,
): Promise<{ answers: (Taken[] | Problem)[]; channels: Set<number> }> {
  const known = await claimKeys(client, group)
  const answers = group.map((request) => known.get(request) ?? [])
  const fresh = group.filter((request) => !known.has(request))
  const channels = new Map<string, SendingChannel | undefined>()
  const placed: (Placed & { organizationId: number })[] = []
  for (const request of fresh) {
    const into = answers[group.indexOf(request)]
    if (!Array.isArray(into)) continue
    for (const [at, message] of request.messages.entries()) {
      const { organizationId } = request
      const key = `${organizationId} ${message.channel ?? ''}`
      if (!channels.has(key)) channels.set(key, await findSendingChannel(client, organizationId, message.channel))
      const read = place(message, channels.get(key))
      if ('code' in read) into[at] = read
      else placed.push({ ...read, into, at, organizationId })
    }
  }
  for (const [organizationId, own] of Map.groupBy(placed, (one) => one.organizationId))
    await queueAll(client, organizationId, own, now)
  await keepAnswers(client, fresh, new Map(fresh.map((request) => [request, answers[group.indexOf(request)]])))
  return { answers, channels: new Set(placed.map(({ channel }) => channel.id)) }
}

/** Requests whose key was used before, with what is answered now. */
async function claimKeys(client: Client, group: readonly Waiting[]): Promise<Map<Waiting, Taken[] | Problem>> {
  const keyed = group.filter((request) => request.key !== undefined)
  const known = new Map<Waiting, Taken[] | Problem>()
  if (keyed.length === 0) return known
  const { rows: fresh } = await client.query<{ organization_id: number; key: string }>(
    `INSERT INTO idempotency_key (organization_id, key, digest)
     SELECT o, k, d FROM unnest($1::int[], $2::text[], $3::bytea[]) AS u (o, k, d) ORDER BY o, k
     ON CONFLICT DO NOTHING RETURNING organization_id, key`,
    [keyed.map((r) => r.organizationId), keyed.map((r) => r.key), keyed.map((r) => r.digest)],
  )
  const made = new Set(fresh.map((row) => `${row.organization_id} ${row.key}`))
  for (const request of keyed) {
    if (made.has(`${request.organizationId} ${request.key ?? ''}`)) continue
    const { rows } = await client.query<{ digest: Buffer; response: Taken[] | null }>(
      'SELECT digest, response FROM idempotency_key WHERE organization_id = $1 AND key = $2',
      [request.organizationId, request.key],
    )
    const [kept] = rows
    const answer = request.digest && kept?.digest.equals(request.digest) ? kept.response : null
    known.set(request, answer ?? new Problem('idempotency-mismatch'))
  }
  return known
}

async function keepAnswers(
  client: Client,
  requests: readonly Waiting[],
  answers: ReadonlyMap<Waiting, Taken[] | Problem | undefined>,
): Promise<void> {
  const keyed = requests.filter((request) => request.key !== undefined)
  if (keyed.length === 0) return
  await client.query(
    `UPDATE idempotency_key i SET status = 202, response = u.r
     FROM unnest($1::int[], $2::text[], $3::jsonb[]) AS u (o, k, r) WHERE i.organization_id = u.o AND i.key = u.k`,
    [
      keyed.map((request) => request.organizationId),
      keyed.map((request) => request.key),
      keyed.map((request) => JSON.stringify(answers.get(request))),
    ],
  )
}

function place(
  message: NewMessage,
  channel: SendingChannel | undefined,
): Pick<Placed, 'channel' | 'priority' | 'message'> | Extract<Taken, { code: ErrorCode }> {
  const refuse = (code: ErrorCode, params: ProblemParams = {}) => ({ to: message.to, code, params })
  if (!channel) return refuse('channel-not-found', { channel: message.channel ?? '' })
  const from = message.sender ?? channel.sender
  const refusal = refuseSender(channel, from)
  if (refusal) return refuse(refusal.code, refusal.params)
  const number = toE164(message.to, channel.numberPolicy)
  if ('refused' in number) return refuse('number-invalid', { number: message.to })
  if (message.text.trim() === '') return refuse('text-empty')
  const { parts } = measure(message.text)
  if (parts > MAX_PARTS) return refuse('text-too-long', { limit: MAX_PARTS })
  const validitySeconds = message.validitySeconds ?? defaultValiditySeconds
  return {
    channel,
    priority: message.priority,
    message: { to: number.e164, from, text: message.text, parts, validitySeconds },
  }
}

/** Whoever opted out is refused here, and once more just before the submit. */
async function queueAll(client: Client, organizationId: number, placed: readonly Placed[], now: Date): Promise<void> {
  const ids = await upsertAddresses(
    client,
    organizationId,
    placed.map((one) => one.message.to),
  )
  const out = await client.query<{ address_id: number }>({
    name: 'find-opted-out',
    text: 'SELECT address_id FROM opt_out WHERE organization_id = $1 AND address_id = ANY($2)',
    values: [organizationId, [...ids.values()]],
  })
  const optedOut = new Set(out.rows.map((row) => row.address_id))
  const going: (Placed & { addressId: number })[] = []
  for (const one of placed) {
    const addressId = ids.get(one.message.to) ?? 0
    if (optedOut.has(addressId)) one.into[one.at] = { to: one.message.to, code: 'recipient-opted-out', params: {} }
    else going.push({ ...one, addressId })
  }
  for (const lane of Map.groupBy(going, (one) => `${one.channel.id} ${one.priority}`).values())
    for (let from = 0; from < lane.length; from += chunkMessages)
      await queueChunk(client, organizationId, lane.slice(from, from + chunkMessages), now)
}

async function queueChunk(
  client: Client,
  organizationId: number,
  lane: readonly (Placed & { addressId: number })[],
  now: Date,
): Promise<void> {
  const first = lane[0]
  if (!first) return
  const sentOn = dayIn(first.channel.timeZone, now)
  const ids = await queueMessages(client, {
    organizationId,
    sentOn,
    broadcastId: null,
    channelId: first.channel.id,
    priority: first.priority,
    notBefore: now,
    messages: lane.map(({ message, addressId }) => ({ ...message, addressId })),
  })
  lane.forEach(({ into, at, message }, i) => {
    into[at] = { id: formatMessageId(sentOn, ids[i] ?? 0), to: message.to, parts: message.parts }
  })
}
