import type { StateName } from './lifecycle.ts'

/** What the writer knows of a message that is with the provider. */
export interface KnownMessage {
  organizationId: number
  sentOn: string
  id: number
  broadcastId: number | null
  parts: number
  state: StateName
  /** A bit for each part that a receipt confirmed. */
  deliveredParts: number
}

const most = 300_000

/** Messages by the provider's reference, so that most receipts need no look-up. Bounded: the oldest are forgotten, the database knows them. */
export class KnownMessages {
  readonly #byRef = new Map<string, { message: KnownMessage; part: number }>()

  add(channelId: number, ref: string, message: KnownMessage, part: number): void {
    this.#byRef.set(`${channelId} ${ref}`, { message, part })
    if (this.#byRef.size <= most) return
    const oldest = this.#byRef.keys().next().value
    if (oldest !== undefined) this.#byRef.delete(oldest)
  }

  find(channelId: number, refs: readonly string[]): { message: KnownMessage; part: number } | undefined {
    for (const ref of refs) {
      const found = this.#byRef.get(`${channelId} ${ref}`)
      if (found) return found
    }
    return undefined
  }

  forget(channelId: number, ref: string): void {
    this.#byRef.delete(`${channelId} ${ref}`)
  }

  clear(): void {
    this.#byRef.clear()
  }
}
