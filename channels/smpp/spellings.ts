const most = 100_000

/**
 * Providers know a message by the id that they gave it, letter for letter; receipts spell it in other ways, so that ids are
 * kept in one spelling. Where the two differ, the provider's own is remembered here: bounded, and only as long as the process lives.
 */
export class Spellings {
  readonly #own = new Map<string, string>()

  learn(ref: string, own: string): void {
    if (ref === own) return
    this.#own.set(ref, own)
    const oldest = this.#own.keys().next().value
    if (this.#own.size > most && oldest !== undefined) this.#own.delete(oldest)
  }

  own(ref: string): string {
    return this.#own.get(ref) ?? ref
  }
}
