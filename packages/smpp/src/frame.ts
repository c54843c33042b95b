/** A length that no PDU may have: the stream cannot be followed any further. */
export class SmppFrameError extends Error {}

/** Cuts a byte stream into PDUs; a PDU's bytes are copied only where it came in several pieces. */
export class Framer {
  readonly #limit: number
  #rest: Buffer = Buffer.alloc(0)
  #pieces: Buffer[] = []
  #have = 0
  #need = 0

  /** `limit`: the longest PDU in bytes. */
  constructor(limit = 65_536) {
    this.#limit = limit
  }

  /** @throws SmppFrameError on a length under 16 or over the limit */
  push(chunk: Buffer, take: (frame: Buffer) => void): void {
    if (this.#need > 0) {
      this.#pieces.push(chunk)
      this.#have += chunk.length
      if (this.#have < this.#need) return
      chunk = Buffer.concat(this.#pieces, this.#have)
    } else if (this.#rest.length > 0) chunk = Buffer.concat([this.#rest, chunk])
    this.#pieces = []
    this.#need = 0
    this.#rest = Buffer.alloc(0)
    let at = 0
    while (chunk.length - at >= 4) {
      const length = chunk.readUInt32BE(at)
      if (length < 16 || length > this.#limit) throw new SmppFrameError(`a PDU of ${length} bytes`)
      if (chunk.length - at < length) {
        this.#need = length
        break
      }
      take(chunk.subarray(at, at + length))
      at += length
    }
    const left = chunk.subarray(at)
    if (this.#need > 0) {
      this.#pieces = [left]
      this.#have = left.length
    } else this.#rest = left
  }
}
