import type { StateName } from './lifecycle.ts'

/** What the writer knows of a message that is with the provider. */
export interface KnownMessage {
  organizationId: number
  sentOn: string
  id: number
  broadcastId: number | null
  /** The recipient. */
  to: string
  parts: number
  state: StateName
  /** Which attempt to send it this is. */
  attempt: number
  /** A bit for each part that a receipt confirmed. */
  deliveredParts: number
}

const most = 100_000

/** Messages by the provider's reference, so that most receipts need no look-up. Bounded: the oldest are forgotten, the database knows them. */
export class KnownMessages {
  readonly #byRef = new Map<string, { message: KnownMessage; part: number }>()

  add(channelId: number, ref: string, message: KnownMessage, part: number): void {
    this.#byRef.set(`${channelId} ${ref}`, { message, part })
    if (this.#byRef.size <= most) return
    // All parts of a message together: half of what is known of it would never add up.
    let oldest: KnownMessage | undefined
    for (const [key, known] of this.#byRef) {
      oldest ??= known.message
      if (known.message !== oldest) return
      this.#byRef.delete(key)
    }
  }

  find(channelId: number, ref: string): { message: KnownMessage; part: number } | undefined {
    return this.#byRef.get(`${channelId} ${ref}`)
  }

  forget(channelId: number, ref: string): void {
    this.#byRef.delete(`${channelId} ${ref}`)
  }
}
