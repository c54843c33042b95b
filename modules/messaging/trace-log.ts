import type { Exchange } from '@kurenda/channel'
import type { Pool } from '#platform/db'
import { storable } from './changes.ts'
import { shortenAddress } from './shorten-address.ts'

interface Row {
  organizationId: number
  channelId: number
  exchange: Exchange
  /** Stands for all that came after it. */
  last: boolean
}

/** Exchanges of one channel that are kept from one flush to the next, a second later; of the others only the count. */
const mostWaiting = 200
const longestText = 300

/**
 * Exchanges with providers on their way to the table that staff read. They are written in batches, and never hold up a
 * message: a channel in a storm, or a database that is away, costs the trace and nothing else.
 */
export class TraceLog {
  readonly #pool: Pool
  #rows: Row[] = []
  #waiting = new Map<number, number>()

  constructor(pool: Pool) {
    this.#pool = pool
  }

  add(channel: { organizationId: number; channelId: number }, exchange: Exchange): void {
    const { organizationId, channelId } = channel
    const waiting = (this.#waiting.get(channelId) ?? 0) + 1
    this.#waiting.set(channelId, waiting)
    if (waiting <= mostWaiting + 1)
      this.#rows.push({ organizationId, channelId, exchange, last: waiting > mostWaiting })
  }

  /** Writes what has gathered. @throws what the database says: then that second is lost */
  async flush(): Promise<void> {
    if (this.#rows.length === 0) return
    const waiting = this.#waiting
    const rows = this.#rows.map((row) => (row.last ? countLeftOut(row, waiting) : row))
    this.#rows = []
    this.#waiting = new Map()
    const of = (read: (exchange: Exchange) => string | undefined) =>
      rows.map(({ exchange }) => {
        const text = read(exchange)
        return text === undefined ? null : storable(text).slice(0, longestText)
      })
    await this.#pool.query({
      name: 'write-traces',
      text: `INSERT INTO channel_trace (organization_id, channel_id, at, direction, operation, result, ok, address, message_id, detail)
       SELECT u.* FROM unnest($1::int[], $2::int[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::text[], $9::bigint[], $10::text[])
         AS u(o, c, at, direction, operation, result, ok, address, message_id, detail)
       JOIN channel ON channel.organization_id = u.o AND channel.id = u.c`,
      values: [
        rows.map((row) => row.organizationId),
        rows.map((row) => row.channelId),
        rows.map(({ exchange }) => exchange.at),
        rows.map(({ exchange }) => exchange.direction),
        of((exchange) => exchange.operation),
        of((exchange) => exchange.result),
        rows.map(({ exchange }) => exchange.ok),
        of(({ address }) => (address === undefined ? undefined : shortenAddress(address))),
        rows.map(({ exchange }) => exchange.message ?? null),
        of((exchange) => exchange.detail),
      ],
    })
  }
}

function countLeftOut(row: Row, waiting: ReadonlyMap<number, number>): Row {
  const { at, direction } = row.exchange
  const count = (waiting.get(row.channelId) ?? 0) - mostWaiting
  return { ...row, exchange: { at, direction, operation: 'left out', ok: true, detail: `${count} exchanges` } }
}
