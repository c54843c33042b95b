import type { Pool } from '#platform/db'

/**
 * Who opted out since $1; and, while a broadcast is in hand ($2), whose people were all put in trash. Twice a second: 0.7 ms where
 * nobody is new there, 0.2 s where 10,000 are (an import that was just taken back).
 */
const refusals = `SELECT organization_id, address_id, false AS trashed FROM opt_out WHERE at > $1
  UNION ALL
  SELECT ca.organization_id, ca.address_id, true FROM contact c
  JOIN contact_address ca ON ca.organization_id = c.organization_id AND ca.contact_id = c.id
  WHERE $2 AND c.trashed_at > $1 AND NOT EXISTS (
    SELECT FROM contact_address other JOIN contact o ON o.organization_id = other.organization_id AND o.id = other.contact_id
    WHERE other.organization_id = ca.organization_id AND other.address_id = ca.address_id AND o.trashed_at IS NULL)`

/** Clocks of two hosts may differ, and a refusal may be committed after its time. */
const marginMs = 60_000

/**
 * What must not go out any more although its chunk was already read: paused and cancelled broadcasts, and people who
 * opted out or were put in trash. Asked of the database in small queries every half second; looked at just before each submit.
 */
export class Halts {
  readonly #pool: Pool
  #paused = new Set<number>()
  #cancelled = new Set<number>()
  readonly #optedOut = new Set<string>()
  readonly #trashed = new Set<string>()

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** @param readSince when the oldest of the chunks in hand was read: what came before, the reading saw */
  async refresh(broadcastIds: readonly number[], readSince: Date): Promise<void> {
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
    const { rows } = await this.#pool.query<{ organization_id: number; address_id: number; trashed: boolean }>(
      refusals,
      [new Date(readSince.getTime() - marginMs), broadcastIds.length > 0],
    )
    this.#optedOut.clear()
    this.#trashed.clear()
    for (const row of rows)
      (row.trashed ? this.#trashed : this.#optedOut).add(`${row.organization_id} ${row.address_id}`)
  }

  isPaused(broadcastId: number): boolean {
    return this.#paused.has(broadcastId)
  }

  stopFor(broadcastId: number | null, organizationId: number, addressId: number): 'cancel' | 'suppress' | undefined {
    if (broadcastId !== null && this.#cancelled.has(broadcastId)) return 'cancel'
    if (this.#optedOut.size === 0 && this.#trashed.size === 0) return undefined
    const address = `${organizationId} ${addressId}`
    // Who writes to a number itself does not ask whose it is; a broadcast is for the people of the list.
    const isUnwilling = this.#optedOut.has(address) || (broadcastId !== null && this.#trashed.has(address))
    return isUnwilling ? 'suppress' : undefined
  }
}
