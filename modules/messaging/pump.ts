import type { Session } from '@kurenda/channel'
import type { Clock } from '#platform/clock'
import type { Pool } from '#platform/db'
import { advanceMark, claimChunks, type Chunk, type DispatchMessage } from './claim-chunks.ts'
import type { Halts } from './halts.ts'
import type { Item, Under } from './items.ts'
import { PRIORITIES } from './priority.ts'

/** A chunk in hand. */
interface Hand {
  chunk: Chunk
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
/** How many chunks of one lane are read ahead. */
const ahead = 2

export interface PumpOptions {
  pool: Pool
  clock: Clock
  under: Under
  session: Session
  window: number
  ratePerSecond: number | null
  halts: Halts
  add: (item: Item) => void
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
  #inFlight = 0
  #claiming = false
  #claimAgain = false
  #stopped = false
  #tokens: number
  #refilled: number
  #rateTimer: NodeJS.Timeout | undefined
  #drained: (() => void) | undefined

  constructor(options: PumpOptions) {
    this.#o = options
    this.#tokens = options.ratePerSecond ?? 0
    this.#refilled = options.clock.monotonic()
  }

  /** Looks for work: after a bell, now and then, and whenever hands become free. */
  poke(): void {
    void this.#claim()
    this.#send()
  }

  /** The broadcasts and organizations whose messages are in hand. */
  broadcasts(): number[] {
    return [...this.#hands.values()]
      .flat()
      .flatMap(({ chunk }) => (chunk.broadcastId === null ? [] : [chunk.broadcastId]))
  }

  /** Sends nothing more, waits for the answers of what is in flight and gives the rest of the chunks back. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#rateTimer)
    const answered = new Promise<void>((resolve) => (this.#drained = resolve))
    if (this.#inFlight === 0) this.#drained?.()
    const timer = setTimeout(() => {
      this.#abort.abort()
      this.#drained?.()
    }, graceMs)
    await answered
    clearTimeout(timer)
    for (const hand of [...this.#hands.values()].flat()) {
      hand.returning ??= 'free'
      this.#giveBack(hand)
    }
  }

  /** The lease is lost: not one more byte, and nothing is written. */
  abandon(): void {
    this.#stopped = true
    clearTimeout(this.#rateTimer)
    this.#abort.abort()
  }

  async #claim(): Promise<void> {
    if (this.#stopped || !this.#o.isUp() || !this.#o.mayWrite()) return
    if (this.#claiming) {
      this.#claimAgain = true
      return
    }
    // Lanes from the first full one on are not asked for; a full bulk lane never hides an emergency.
    const full = lanes.find((lane) => (this.#hands.get(lane)?.length ?? 0) >= ahead) ?? lanes.length
    if (full === 0) return
    this.#claiming = true
    try {
      const { under, pool, clock } = this.#o
      const chunks = await claimChunks(pool, {
        channelId: under.channelId,
        fence: under.fence,
        limit: ahead,
        mostUrgentBelow: full,
        now: clock.now(),
      })
      for (const chunk of chunks) this.#take(chunk)
      if (chunks.length > 0) this.#claimAgain = true
    } catch (error) {
      this.#o.onError(error)
    } finally {
      this.#claiming = false
    }
    if (this.#claimAgain) {
      this.#claimAgain = false
      this.poke()
    } else this.#send()
  }

  #take(chunk: Chunk): void {
    const hand: Hand = {
      chunk,
      next: 0,
      mark: chunk.mark,
      marking: false,
      pending: 0,
      sent: chunk.mark,
      returning: this.#stopped ? 'free' : undefined,
    }
    this.#hands.get(chunk.priority)?.push(hand)
    this.#finishIfDone(hand)
    if (hand.returning) this.#giveBack(hand)
  }

  #send(): void {
    while (this.#inFlight < this.#o.window) {
      if (this.#stopped || !this.#o.isUp() || !this.#o.mayWrite()) return
      const hand = this.#nextHand()
      if (!hand || !this.#takeToken()) return
      const message = hand.chunk.messages[hand.next]
      if (!message) return
      hand.next++
      void this.#dispatch(hand, message)
    }
  }

  /** The most urgent chunk that has a message whose mark is committed; asks for marks on the way. */
  #nextHand(): Hand | undefined {
    for (const lane of lanes)
      for (const hand of [...(this.#hands.get(lane) ?? [])]) {
        if (hand.returning) continue
        if (hand.chunk.broadcastId !== null && this.#o.halts.isPaused(hand.chunk.broadcastId)) {
          hand.returning = 'held'
          this.#giveBack(hand)
          continue
        }
        this.#askMark(hand)
        const message = hand.chunk.messages[hand.next]
        if (message && message.id <= hand.mark) return hand
      }
    return undefined
  }

  /** Keeps the mark one step of a window ahead: the next is committed while the present one is sent. */
  #askMark(hand: Hand): void {
    const { messages } = hand.chunk
    if (hand.marking) return
    const half = messages[Math.min(hand.next + (this.#o.window >> 1), messages.length - 1)]
    if (!half || half.id <= hand.mark) return
    const target = messages[Math.min(hand.next + this.#o.window - 1, messages.length - 1)]
    if (!target || target.id <= hand.mark) return
    hand.marking = true
    advanceMark(this.#o.pool, hand.chunk, target.id, this.#o.under.fence)
      .then((committed) => {
        if (committed) hand.mark = target.id
      })
      .catch((error: unknown) => this.#o.onError(error))
      .finally(() => {
        hand.marking = false
        this.#send()
      })
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

  async #dispatch(hand: Hand, message: DispatchMessage): Promise<void> {
    const { under, halts, clock, session, add } = this.#o
    const { chunk } = hand
    hand.sent = message.id
    const event =
      message.stop ??
      (chunk.broadcastId !== null
        ? halts.stopFor(chunk.broadcastId, chunk.organizationId, message.addressId)
        : undefined)
    if (event)
      add({ is: 'stopped', ...under, organizationId: chunk.organizationId, chunk, message, event, at: clock.now() })
    else {
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
      add({ is: 'outcome', ...under, organizationId: chunk.organizationId, chunk, message, outcome, at: clock.now() })
    }
    this.#finishIfDone(hand)
    if (this.#stopped) {
      if (this.#inFlight === 0) this.#drained?.()
    } else this.#send()
  }

  #finishIfDone(hand: Hand): void {
    if (hand.pending > 0) return
    if (hand.next < hand.chunk.messages.length) {
      if (hand.returning) this.#giveBack(hand)
      return
    }
    if (!this.#remove(hand)) return
    this.#o.add({ is: 'chunkDone', ...this.#o.under, chunkId: hand.chunk.id })
    void this.#claim()
  }

  /** The mark goes back to what was really sent: a clean return leaves nothing uncertain. */
  #giveBack(hand: Hand): void {
    if (hand.pending > 0 || hand.marking) {
      if (hand.marking && hand.pending === 0) setImmediate(() => this.#giveBack(hand))
      return
    }
    if (!this.#remove(hand)) return
    this.#o.add({
      is: 'chunkBack',
      ...this.#o.under,
      chunkId: hand.chunk.id,
      mark: hand.sent,
      held: hand.returning === 'held',
    })
  }

  #remove(hand: Hand): boolean {
    const lane = this.#hands.get(hand.chunk.priority) ?? []
    const at = lane.indexOf(hand)
    if (at < 0) return false
    lane.splice(at, 1)
    return true
  }
}
