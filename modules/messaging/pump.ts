import type { Session } from '@kurenda/channel'
import type { Clock } from '#platform/clock'
import type { Pool } from '#platform/db'
import type { ChannelTally } from './channel-tally.ts'
import { advanceMark, claimChunks, freeUnknown, type Chunk, type DispatchMessage } from './claim-chunks.ts'
import type { Halts } from './halts.ts'
import type { Item, Under } from './items.ts'
import { PRIORITIES } from './priority.ts'

/** A chunk in hand. */
interface Hand {
  chunk: Chunk
  readAt: Date
  /** Index of the next message to send. */
  next: number
  /** Messages up to this id may be sent: it is committed. */
  mark: number
  marking: boolean
  /** Sent, and not yet answered. */
  pending: number
  /** The last id that was handed to the session. */
  sent: number
  returning: 'held' | 'free' | undefined
}

const lanes = Object.values(PRIORITIES)
/** Lanes that are claimed together. */
interface Claim {
  lanes: readonly number[]
  running: boolean
  again: boolean
  /** The last one found no more, and nobody has poked since: where only hands became free there is nothing to look for. */
  empty: boolean
}

/** How many chunks of one lane are read ahead. */
const ahead = 2
const smallAhead = 24

export interface PumpOptions {
  pool: Pool
  clock: Clock
  under: Under
  /** Chunks that were claimed under the lease, and are not yet back for good. */
  claimed: Set<number>
  session: Session
  window: number
  ratePerSecond: number | null
  halts: Halts
  tally: ChannelTally
  add: (item: Item) => void
  /** Whether so much waits to be written that nothing more should be sent. */
  isBehind: () => boolean
  onError: (error: unknown) => void
  /** Whether the lease still lets us send. */
  mayWrite: () => boolean
  isUp: () => boolean
}

/**
 * Brings the messages of one channel to its session: always from the most urgent lane, never more in flight than the
 * window, never one whose id is above the committed mark.
 */
export class Pump {
  readonly #o: PumpOptions
  readonly #hands = new Map<number, Hand[]>(lanes.map((lane) => [lane, []]))
  readonly #abort = new AbortController()
  /** A claim failed, perhaps after its commit: there may be chunks that nobody knows to be claimed. */
  #unsure = false
  #inFlight = 0
  readonly #claims: Claim[] = [
    { lanes: [PRIORITIES.emergency, PRIORITIES.interactive], running: false, again: false, empty: false },
    { lanes: [PRIORITIES.normal, PRIORITIES.bulk], running: false, again: false, empty: false },
  ]
  #stopped = false
  #tokens: number
  #refilled: number
  #rateTimer: NodeJS.Timeout | undefined
  #onEmpty: (() => void) | undefined
  /** Sent or skipped, and not yet stored: what a crash would leave uncertain. */
  #unwritten = 0
  #sendSoon = false

  constructor(options: PumpOptions) {
    this.#o = options
    this.#tokens = options.ratePerSecond ?? 0
    this.#refilled = options.clock.monotonic()
  }

  /** Looks for work: where something is due, and whenever hands become free. */
  poke(): void {
    for (const claim of this.#claims) claim.empty = false
    this.#claim()
    this.#send()
  }

  /** Goes on with what is in hand; and finds what a claim may have taken unheard, of which no look for due chunks tells. */
  resume(): void {
    if (this.#unsure) this.#claim()
    this.#send()
  }

  /** Messages that are with the provider, and answers that are not stored yet. */
  load(): { inFlight: number; window: number; unwritten: number } {
    return { inFlight: this.#inFlight, window: this.#o.window, unwritten: this.#unwritten - this.#inFlight }
  }

  /** The broadcasts and organizations whose messages are in hand. */
  broadcasts(): number[] {
    return this.#all().flatMap(({ chunk }) => (chunk.broadcastId === null ? [] : [chunk.broadcastId]))
  }

  /** When the chunk that is longest in hand was read; a channel of one message a second holds one for hours. */
  oldestRead(): Date | undefined {
    return this.#all().reduce<Date | undefined>(
      (oldest, { readAt }) => (oldest && oldest < readAt ? oldest : readAt),
      undefined,
    )
  }

  /** Sends nothing more, waits for the answers of what is in flight and gives the rest of the chunks back. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#rateTimer)
    for (const hand of this.#all()) {
      hand.returning ??= 'free'
      this.#giveBack(hand)
    }
    const timer = setTimeout(() => this.#abort.abort(), graceMs)
    await this.emptied(graceMs)
    clearTimeout(timer)
  }

  /** Resolves when nothing is in hand any more, at the latest after `withinMs`. */
  async emptied(withinMs: number): Promise<void> {
    if (this.#isEmpty()) return
    const timer = setTimeout(() => this.#onEmpty?.(), withinMs)
    await new Promise<void>((resolve) => (this.#onEmpty = resolve))
    clearTimeout(timer)
  }

  /** The lease is lost: not one more byte, and nothing is written. */
  abandon(): void {
    this.#stopped = true
    clearTimeout(this.#rateTimer)
    this.#abort.abort()
  }

  /** Both kinds of lanes, side by side: what is urgent never waits until a thousand bulk messages are read. */
  #claim(): void {
    for (const claim of this.#claims) if (!claim.empty) void this.#claimLanes(claim)
  }

  async #claimLanes(claim: Claim): Promise<void> {
    if (this.#stopped || !this.#o.isUp() || !this.#o.mayWrite()) return
    if (claim.running) {
      claim.again = true
      return
    }
    // Lanes from the first full one on are not asked for; a full lane never hides a more urgent one.
    const full = claim.lanes.findIndex((lane) => this.#isFull(lane))
    if (full === 0) return
    // What another claim is just getting is not yet known. The next poke asks again.
    if (this.#unsure && this.#claims.some(({ running }) => running)) return
    claim.running = true
    claim.empty = false
    try {
      const { under, pool, clock } = this.#o
      if (this.#unsure) await freeUnknown(pool, under, [...this.#o.claimed])
      this.#unsure = false
      const readAt = clock.now()
      const chunks = await claimChunks(pool, {
        channelId: under.channelId,
        fence: under.fence,
        limit: ahead,
        lanes: full < 0 ? claim.lanes : claim.lanes.slice(0, full),
        now: readAt,
      })
      for (const chunk of chunks) this.#take(chunk, readAt)
      // Fewer than asked for: there was nothing more. What comes now rings, or is seen by the next look.
      if (chunks.length === ahead) claim.again = true
      else if (!claim.again) claim.empty = full < 0
    } catch (error) {
      this.#unsure = true
      this.#o.onError(error)
    } finally {
      claim.running = false
      this.#tellIfEmpty()
    }
    this.#send()
    if (!claim.again) return
    claim.again = false
    void this.#claimLanes(claim)
  }

  /** Two chunks are enough, unless they are the small ones of retries. */
  #isFull(lane: number): boolean {
    const hands = this.#hands.get(lane) ?? []
    if (hands.length < ahead) return false
    const left = hands.reduce((sum, hand) => sum + hand.chunk.messages.length - hand.next, 0)
    return left > this.#o.window || hands.length >= smallAhead
  }

  #take(chunk: Chunk, readAt: Date): void {
    this.#o.claimed.add(chunk.id)
    const hand: Hand = {
      chunk,
      readAt,
      next: 0,
      mark: chunk.mark,
      marking: false,
      pending: 0,
      sent: chunk.sentUpTo,
      returning: this.#stopped ? 'free' : undefined,
    }
    this.#hands.get(chunk.priority)?.push(hand)
    // An emergency's first mark is committed while the window is still full of others.
    if (chunk.priority === PRIORITIES.emergency && !hand.returning) this.#askMark(hand, this.#o.window)
    this.#finishIfDone(hand)
  }

  #send(): void {
    const { window } = this.#o
    while (this.#inFlight < window && this.#unwritten < 2 * window) {
      if (this.#stopped || !this.#o.isUp() || !this.#o.mayWrite() || this.#o.isBehind()) return
      const hand = this.#nextHand()
      const message = hand?.chunk.messages[hand.next]
      if (!hand || !message) return
      const event = this.#stopFor(hand.chunk, message)
      if (!event && !this.#takeToken()) return
      hand.next++
      hand.sent = message.id
      this.#unwritten++
      if (event) this.#skip(hand, message, event)
      else void this.#dispatch(hand, message)
    }
  }

  /** The most urgent chunk that has a message whose mark is committed; asks for marks on the way. */
  #nextHand(): Hand | undefined {
    // Never more than one window of marked messages waits to be sent, in however many chunks.
    let marked = 0
    for (const lane of lanes)
      for (const hand of [...(this.#hands.get(lane) ?? [])]) {
        if (hand.returning) continue
        if (hand.chunk.broadcastId !== null && this.#o.halts.isPaused(hand.chunk.broadcastId)) {
          hand.returning = 'held'
          this.#giveBack(hand)
          continue
        }
        this.#askMark(hand, this.#o.window - marked)
        const message = hand.chunk.messages[hand.next]
        if (message && message.id <= hand.mark) return hand
        // Only asked for; whatever it is, it counts.
        marked += Math.min(this.#o.window, hand.chunk.messages.length - hand.next)
      }
    return undefined
  }

  /** Keeps the mark a step ahead: the next is committed while the present one is sent. */
  #askMark(hand: Hand, most: number): void {
    const { messages } = hand.chunk
    if (hand.marking || most <= 0) return
    const soon = messages[Math.min(hand.next + (most >> 1), messages.length - 1)]
    const target = messages[Math.min(hand.next + most - 1, messages.length - 1)]
    if (!soon || !target || soon.id <= hand.mark || target.id <= hand.mark) return
    hand.marking = true
    advanceMark(this.#o.pool, hand.chunk, target.id, this.#o.under.fence)
      .then((committed) => {
        hand.marking = false
        if (committed) hand.mark = target.id
        // The chunk is another's, or gone: what was sent of it is still written, the rest is not ours.
        else if (this.#remove(hand)) this.#tellIfEmpty()
        this.#finishIfDone(hand)
        this.#send()
      })
      .catch((error: unknown) => {
        // The next poke asks again.
        hand.marking = false
        this.#finishIfDone(hand)
        this.#o.onError(error)
      })
  }

  #stopFor(
    { broadcastId, organizationId, direct }: Chunk,
    message: DispatchMessage,
  ): 'cancel' | 'suppress' | undefined {
    if (message.stop || direct) return message.stop
    return this.#o.halts.stopFor(broadcastId, organizationId, message.addressId)
  }

  #takeToken(): boolean {
    const { ratePerSecond, clock } = this.#o
    if (ratePerSecond === null) return true
    const now = clock.monotonic()
    this.#tokens = Math.min(ratePerSecond, this.#tokens + ((now - this.#refilled) / 1000) * ratePerSecond)
    this.#refilled = now
    if (this.#tokens >= 1) {
      this.#tokens--
      return true
    }
    this.#rateTimer ??= setTimeout(
      () => {
        this.#rateTimer = undefined
        this.#send()
      },
      Math.ceil(1000 / ratePerSecond),
    )
    return false
  }

  #skip(hand: Hand, message: DispatchMessage, event: 'cancel' | 'suppress'): void {
    const { under, add, clock, tally } = this.#o
    const { chunk } = hand
    tally.stopped[event]++
    add({ is: 'stopped', ...under, chunk, message, event, at: clock.now(), written: this.#written })
    this.#finishIfDone(hand)
  }

  async #dispatch(hand: Hand, message: DispatchMessage): Promise<void> {
    const { under, clock, session, add, tally } = this.#o
    const { priority } = hand.chunk
    tally.submits[priority] = (tally.submits[priority] ?? 0) + 1
    hand.pending++
    this.#inFlight++
    const outcome = await session.send(
      {
        id: message.id,
        to: message.to,
        from: message.from,
        text: message.text,
        ...(message.validitySeconds !== null && { validitySeconds: message.validitySeconds }),
      },
      this.#abort.signal,
    )
    hand.pending--
    this.#inFlight--
    tally.outcomes[outcome.is]++
    add({ is: 'outcome', ...under, chunk: hand.chunk, message, outcome, at: clock.now(), written: this.#written })
    this.#finishIfDone(hand)
    this.#send()
  }

  /** One answer is stored; many are at once, so that sending goes on after the last of them. */
  readonly #written = (): void => {
    this.#unwritten--
    if (this.#sendSoon) return
    this.#sendSoon = true
    queueMicrotask(() => {
      this.#sendSoon = false
      this.#send()
    })
  }

  /** Done, or to be given back: once nothing of it is in flight. */
  #finishIfDone(hand: Hand): void {
    if (hand.pending > 0 || hand.marking) return
    if (hand.next < hand.chunk.messages.length) {
      if (hand.returning) this.#giveBack(hand)
      return
    }
    if (!this.#remove(hand)) return
    this.#o.add({ is: 'chunkDone', ...this.#o.under, chunkId: hand.chunk.id, written: this.#back(hand) })
    this.#tellIfEmpty()
    this.#claim()
  }

  /** The mark goes back to what was really sent: a clean return leaves nothing uncertain. */
  #giveBack(hand: Hand): void {
    if (hand.pending > 0 || hand.marking || !this.#remove(hand)) return
    const held = hand.returning === 'held'
    this.#o.add({
      ...{ is: 'chunkBack', ...this.#o.under, chunkId: hand.chunk.id, mark: hand.sent, held },
      written: this.#back(hand),
    })
    this.#tellIfEmpty()
  }

  #back({ chunk }: Hand): () => void {
    return () => void this.#o.claimed.delete(chunk.id)
  }

  #all(): Hand[] {
    return [...this.#hands.values()].flat()
  }

  #isEmpty(): boolean {
    return this.#claims.every((claim) => !claim.running) && this.#all().length === 0
  }

  #tellIfEmpty(): void {
    if (this.#isEmpty()) this.#onEmpty?.()
  }

  #remove(hand: Hand): boolean {
    const lane = this.#hands.get(hand.chunk.priority) ?? []
    const at = lane.indexOf(hand)
    if (at < 0) return false
    lane.splice(at, 1)
    return true
  }
}
