import { ring, transaction, type Pool } from '#platform/db'
import type { Clock } from '#platform/clock'
import { insertRefs } from './insert-refs.ts'
import type { Item, ItemOf } from './items.ts'
import { KnownMessages } from './known-messages.ts'
import { learntOf, StaleMemory, toAccepted, writeBatch, type Receive, type Written } from './write-batch.ts'

const mostItems = 5_000
const pauseAfterErrorMs = 300
/** With more than this unwritten nothing more should be sent: memory is finite, and a crash would leave it to the next gateway. */
const behindItems = 10_000

/** What waits to be written, in order, and the loop that writes it. */
interface Line {
  readonly name: LineName
  items: Item[]
  running: Promise<void> | undefined
  store: (batch: readonly Item[], again: boolean) => Promise<void>
  /** When the batch that is being written was begun (monotonic). */
  begun: number | undefined
}

type LineName = 'refs' | 'statuses' | 'texts'

/** Told of every batch that is stored. */
export type OnBatch = (batch: { line: LineName; items: number; ms: number }) => void

/**
 * The one writer of a gateway, in three lines. Each writes everything that was learnt since its last commit: no timer, a
 * flush begins when the one before has ended. What cannot be stored stays here and is tried again.
 *
 * - `refs`: the references of accepted messages, one small insert. Once they are stored a crash loses nothing, so the window
 *   is free again (a few ms, not the tens that states take).
 * - `statuses`: what became of messages, after their references: acceptance and receipt are mostly one update.
 * - `texts`: what residents write. They touch no message, and must not wait for five thousand receipts (0.4 s).
 */
export class Writer {
  readonly #pool: Pool
  readonly #clock: Clock
  readonly #receive: Receive
  readonly #onRefused: (item: Item) => void
  readonly #onError: (error: unknown) => void
  readonly #onRelief: () => void
  readonly #known = new KnownMessages()
  readonly #onBatch: OnBatch
  /** References that are being stored, with the receipts that came for them in the meantime. */
  readonly #storing = new Map<string, ItemOf<'receipt'>[]>()
  readonly #refs: Line = {
    name: 'refs',
    items: [],
    running: undefined,
    begun: undefined,
    store: (batch) => this.#storeRefs(batch),
  }
  readonly #statuses: Line = {
    name: 'statuses',
    items: [],
    running: undefined,
    begun: undefined,
    store: (batch, again) => this.#storeBatch(batch, again),
  }
  readonly #texts: Line = {
    name: 'texts',
    items: [],
    running: undefined,
    begun: undefined,
    store: (batch, again) => this.#storeBatch(batch, again),
  }
  /** Receipts of this turn of the event loop that no message is known for, and what looks at them again at its end. */
  #early: ItemOf<'receipt'>[] = []
  #sorted: Promise<void> | undefined
  #abandoned = false
  #wasBehind = false
  /** Channels with receipts that wait for an uncertain message to be theirs. */
  readonly parked = new Set<number>()

  constructor(options: {
    pool: Pool
    clock: Clock
    receive: Receive
    onRefused: (item: Item) => void
    onError: (error: unknown) => void
    /** It is no longer behind. */
    onRelief?: () => void
    onBatch: OnBatch
  }) {
    this.#pool = options.pool
    this.#clock = options.clock
    this.#receive = options.receive
    this.#onRefused = options.onRefused
    this.#onError = options.onError
    this.#onRelief = options.onRelief ?? (() => {})
    this.#onBatch = options.onBatch
  }

  /** For how long the slowest batch that is being written has been tried, in milliseconds; 0 while nothing is written. */
  busyMs(): number {
    const now = this.#clock.monotonic()
    const lines = [this.#refs, this.#statuses, this.#texts]
    return Math.max(...lines.map(({ begun }) => (begun === undefined ? 0 : now - begun)))
  }

  /** Whether so much waits to be written that nothing more should be sent. */
  isBehind(): boolean {
    const behind = this.#statuses.items.length > behindItems
    this.#wasBehind ||= behind
    return behind
  }

  add(item: Item): void {
    if (this.#abandoned) return
    if (item.is === 'message') return this.#put(this.#texts, item)
    if (item.is === 'outcome' && item.outcome.is === 'accepted') {
      const accepted = toAccepted(item, item.outcome.refs)
      for (const ref of accepted.refs) this.#expect(`${item.channelId} ${ref}`)
      return this.#put(this.#refs, accepted)
    }
    // A chunk ends after the last of its messages.
    if ((item.is === 'chunkDone' || item.is === 'chunkBack') && this.#refs.running) return this.#put(this.#refs, item)
    if (item.is === 'receipt') return this.#addReceipt(item)
    this.#put(this.#statuses, item)
  }

  /**
   * A provider mostly sends the answer and its receipt at once, and the receipt's way to here is the shorter one: one that nobody
   * knows waits for the end of this turn of the event loop. Parked and found again it would cost more than the message itself.
   */
  #addReceipt(item: ItemOf<'receipt'>): void {
    if (this.#known.find(item.channelId, item.receipt.ref)) return this.#put(this.#statuses, item)
    this.#early.push(item)
    this.#sorted ??= new Promise((resolve) => setImmediate(resolve)).then(() => {
      const early = this.#early
      this.#early = []
      this.#sorted = undefined
      for (const receipt of early) this.#waitOrPut(receipt)
    })
  }

  #waitOrPut(item: ItemOf<'receipt'>): void {
    const waiting = this.#waitingFor(item)
    if (waiting) waiting.push(item)
    else this.#put(this.#statuses, item)
  }

  /** A provider may give one reference twice: what waits for it stays. */
  #expect(key: string): void {
    if (!this.#storing.has(key)) this.#storing.set(key, [])
  }

  #waitingFor({ channelId, receipt }: ItemOf<'receipt'>): ItemOf<'receipt'>[] | undefined {
    if (this.#storing.size === 0) return undefined
    for (const ref of [receipt.ref, ...(receipt.otherRefs ?? [])]) {
      const waiting = this.#storing.get(`${channelId} ${ref}`)
      if (waiting) return waiting
    }
    return undefined
  }

  #put(line: Line, item: Item): void {
    line.items.push(item)
    line.running ??= this.#run(line)
  }

  /** Resolves when all that was added is stored. */
  async idle(): Promise<void> {
    await this.#sorted
    for (const line of [this.#texts, this.#refs, this.#statuses]) while (line.running) await line.running
  }

  /** Forgets everything unwritten, as a killed process does. */
  abandon(): void {
    this.#abandoned = true
    this.#early = []
    for (const line of [this.#texts, this.#refs, this.#statuses]) line.items = []
  }

  async #run(line: Line): Promise<void> {
    // What is added in this turn of the event loop belongs to the first batch.
    await new Promise((resolve) => setImmediate(resolve))
    while (line.items.length > 0) {
      const batch = line.items.splice(0, mostItems)
      const begun = this.#clock.monotonic()
      line.begun = begun
      await this.#write(line, batch)
      line.begun = undefined
      this.#onBatch({ line: line.name, items: batch.length, ms: this.#clock.monotonic() - begun })
    }
    line.running = undefined
  }

  async #write(line: Line, batch: readonly Item[]): Promise<void> {
    let again = false
    while (!this.#abandoned) {
      try {
        return await line.store(batch, again)
      } catch (error) {
        if (error instanceof StaleMemory) continue
        again = true
        this.#onError(error)
        if (isPoison(error)) {
          if (batch.length === 1) return this.#drop(batch, error)
          const half = batch.length >> 1
          await this.#write(line, batch.slice(0, half))
          return this.#write(line, batch.slice(half))
        }
        await new Promise((resolve) => setTimeout(resolve, pauseAfterErrorMs))
      }
    }
  }

  /** References first; then their messages, and the receipts that came for them, go on to the statuses in their order. */
  async #storeRefs(batch: readonly Item[]): Promise<void> {
    const accepted = batch.filter((item) => item.is === 'accepted')
    const held = await insertRefs(this.#pool, accepted.flatMap(learntOf))
    if (this.#abandoned) return
    for (const item of batch) {
      if (item.is === 'accepted') this.#storedRefs(item, held.has(item.channelId))
      else this.#put(this.#statuses, item)
    }
  }

  #storedRefs(item: ItemOf<'accepted'>, held: boolean): void {
    if (held) this.#put(this.#statuses, item)
    item.refs.forEach((ref, part) => {
      if (held) this.#known.add(item.channelId, ref, item.known, part)
      this.#release(item.channelId, ref)
    })
    item.written()
    if (!held) this.#onRefused(item)
  }

  async #storeBatch(batch: readonly Item[], again: boolean): Promise<void> {
    const written = await transaction(this.#pool, (client) =>
      writeBatch(client, batch, { known: this.#known, receive: this.#receive, again, now: this.#clock.now() }),
    )
    this.#committed(batch, written)
  }

  #committed(batch: readonly Item[], written: Written): void {
    if (this.#abandoned) return
    written.changes.settle()
    for (const { channelId, ref, message, part } of written.late)
      if (message.state === 'submitted') this.#known.add(channelId, ref, message, part)
    for (const item of batch) {
      if ('written' in item && item.is !== 'accepted') item.written()
      if (item.is === 'outcome' && item.outcome.is === 'uncertain') this.parked.add(item.channelId)
      if (written.refused.has(item)) {
        if ('failed' in item) item.failed(new Error('the lease is lost'))
        this.#onRefused(item)
      } else if ('stored' in item) {
        if (item.is === 'receipt' && item.receipt.state !== 'buffered')
          this.#forgetSettled(item.channelId, item.receipt.ref)
        item.stored()
      }
    }
    for (const channelId of written.parked) this.parked.add(channelId)
    for (const news of written.changes.news()) ring(this.#pool, 'news', news)
    for (const channelId of written.requeued) ring(this.#pool, 'chunks', String(channelId))
    if (written.received) ring(this.#pool, 'inbound')
    if (this.#wasBehind && !this.isBehind()) {
      this.#wasBehind = false
      this.#onRelief()
    }
  }

  /** Keeps memory small: a settled message needs its reference no more; a repeated receipt is looked up. */
  #forgetSettled(channelId: number, ref: string): void {
    const message = this.#known.find(channelId, ref)?.message
    if (message && message.state !== 'submitted') this.#known.forget(channelId, ref)
  }

  #drop(batch: readonly Item[], error: unknown): void {
    for (const item of batch) {
      if ('written' in item) item.written()
      else if ('failed' in item) item.failed(error instanceof Error ? error : new Error('not stored'))
      if (item.is === 'accepted') for (const ref of item.refs) this.#release(item.channelId, ref)
    }
  }

  /** Receipts that waited for a reference go on. */
  #release(channelId: number, ref: string): void {
    const key = `${channelId} ${ref}`
    for (const receipt of this.#storing.get(key) ?? []) this.#put(this.#statuses, receipt)
    this.#storing.delete(key)
  }
}

/** Data that PostgreSQL will never take (22, 23): the batch is halved until the one that spoils it is alone. */
function isPoison(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code.startsWith('22') || code.startsWith('23')
}
