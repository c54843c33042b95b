import type { Pool } from '#platform/db'

/**
 * What must not go out any more although its chunk was already read: paused and cancelled broadcasts, and people who
 * opted out. Asked of the database in small queries every half second; looked at just before each submit.
 */
export class Halts {
  readonly #pool: Pool
  #paused = new Set<number>()
  #cancelled = new Set<number>()
  readonly #optedOut = new Set<string>()
  #since: Date

  constructor(pool: Pool, now: Date) {
    this.#pool = pool
    // A chunk may have been read shortly before we began.
    this.#since = new Date(now.getTime() - 60_000)
  }

  async refresh(broadcastIds: readonly number[], now: Date): Promise<void> {
    if (broadcastIds.length > 0) {
      const { rows } = await this.#pool.query<{ id: number; state: string }>(
        `SELECT id, state FROM broadcast WHERE id = ANY($1) AND state IN ('paused', 'cancelled')`,
        [broadcastIds],
      )
      this.#paused = new Set(rows.filter((row) => row.state === 'paused').map((row) => row.id))
      this.#cancelled = new Set(rows.filter((row) => row.state === 'cancelled').map((row) => row.id))
    } else {
      this.#paused.clear()
      this.#cancelled.clear()
    }
    const { rows } = await this.#pool.query<{ organization_id: number; address_id: number }>(
      'SELECT organization_id, address_id FROM opt_out WHERE at > $1',
      [this.#since],
    )
    this.#optedOut.clear()
    for (const row of rows) this.#optedOut.add(`${row.organization_id} ${row.address_id}`)
    // Chunks are held for far less than this.
    this.#since = new Date(now.getTime() - 10 * 60_000)
  }

  isPaused(broadcastId: number): boolean {
    return this.#paused.has(broadcastId)
  }

  stopFor(broadcastId: number | null, organizationId: number, addressId: number): 'cancel' | 'suppress' | undefined {
    if (broadcastId !== null && this.#cancelled.has(broadcastId)) return 'cancel'
    return this.#optedOut.size > 0 && this.#optedOut.has(`${organizationId} ${addressId}`) ? 'suppress' : undefined
  }
}
