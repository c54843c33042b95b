import { ring, transaction, type Pool } from '#platform/db'
import type { Clock } from '#platform/clock'
import type { Item } from './items.ts'
import { KnownMessages } from './known-messages.ts'
import { StaleMemory, writeBatch, type Receive, type Written } from './write-batch.ts'

const mostItems = 5_000
const pauseAfterErrorMs = 300

/** What waits to be written, in order, and the loop that writes it. */
interface Line {
  items: Item[]
  running: Promise<void> | undefined
}

/**
 * The one writer of a gateway. Everything that was learnt since the last commit goes into the next: no timer, a flush
 * begins when the one before has ended. What cannot be stored stays here and is tried again. Texts that come in have a line
 * of their own: they touch no message, and a resident's word must not wait for five thousand receipts (0.4 s).
 */
export class Writer {
  readonly #pool: Pool
  readonly #clock: Clock
  readonly #receive: Receive
  readonly #onRefused: (item: Item) => void
  readonly #onError: (error: unknown) => void
  readonly #known = new KnownMessages()
  readonly #statuses: Line = { items: [], running: undefined }
  readonly #texts: Line = { items: [], running: undefined }
  #abandoned = false
  /** Channels with receipts that wait for an uncertain message to be theirs. */
  readonly parked = new Set<number>()

  constructor(options: {
    pool: Pool
    clock: Clock
    receive: Receive
    onRefused: (item: Item) => void
    onError: (error: unknown) => void
  }) {
    this.#pool = options.pool
    this.#clock = options.clock
    this.#receive = options.receive
    this.#onRefused = options.onRefused
    this.#onError = options.onError
  }

  add(item: Item): void {
    if (this.#abandoned) return
    const line = item.is === 'message' ? this.#texts : this.#statuses
    line.items.push(item)
    line.running ??= this.#run(line)
  }

  /** Resolves when all that was added is stored. */
  async idle(): Promise<void> {
    for (const line of [this.#texts, this.#statuses]) while (line.running) await line.running
  }

  /** Forgets everything unwritten, as a killed process does. */
  abandon(): void {
    this.#abandoned = true
    this.#statuses.items = []
    this.#texts.items = []
  }

  async #run(line: Line): Promise<void> {
    // What is added in this turn of the event loop belongs to the first batch.
    await new Promise((resolve) => setImmediate(resolve))
    while (line.items.length > 0) {
      const batch = line.items.splice(0, mostItems)
      await this.#write(batch)
    }
    line.running = undefined
  }

  async #write(batch: readonly Item[]): Promise<void> {
    while (!this.#abandoned) {
      try {
        const written = await transaction(this.#pool, (client) =>
          writeBatch(client, batch, { known: this.#known, receive: this.#receive, now: this.#clock.now() }),
        )
        return this.#committed(batch, written)
      } catch (error) {
        if (error instanceof StaleMemory) continue
        this.#onError(error)
        if (isPoison(error)) {
          if (batch.length === 1) return this.#drop(batch, error)
          const half = batch.length >> 1
          await this.#write(batch.slice(0, half))
          return this.#write(batch.slice(half))
        }
        await new Promise((resolve) => setTimeout(resolve, pauseAfterErrorMs))
      }
    }
  }

  #committed(batch: readonly Item[], written: Written): void {
    if (this.#abandoned) return
    written.changes.settle()
    for (const { channelId, ref, message, part } of written.learnt)
      if (message.state === 'submitted') this.#known.add(channelId, ref, message, part)
    for (const item of batch) {
      if ('written' in item) item.written()
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
    if (written.requeued) ring(this.#pool, 'chunks')
    if (written.received) ring(this.#pool, 'inbound')
  }

  /** Keeps memory small: a settled message needs its reference no more; a repeated receipt is looked up. */
  #forgetSettled(channelId: number, ref: string): void {
    if (this.#known.find(channelId, ref)?.message.state !== 'submitted') this.#known.forget(channelId, ref)
  }

  #drop(batch: readonly Item[], error: unknown): void {
    for (const item of batch)
      if ('written' in item) item.written()
      else if ('failed' in item) item.failed(error instanceof Error ? error : new Error('not stored'))
  }
}

/** Data that PostgreSQL will never take (22, 23): the batch is halved until the one that spoils it is alone. */
function isPoison(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code.startsWith('22') || code.startsWith('23')
}
