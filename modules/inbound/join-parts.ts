import { decode } from '@kurenda/sms-text'
import type { SmsCoding } from '@kurenda/channel'

export interface Part {
  number: number
  coding: SmsCoding
  bytes: Uint8Array
  connection: string
  at: Date
}

/** The parts of one long text that have come so far; named by sender, recipient, reference and total. */
export interface PartialText {
  from: string
  to: string
  reference: number
  total: number
  /** Its text is whole already; the parts are kept a while to know a repeated one. */
  joined: boolean
  parts: Map<number, Part>
}

export const repetitionMs = 5 * 60_000

/**
 * Adds a part and returns the texts that are ready because of it. A phone numbers its long texts, so the same bytes under the
 * same reference within five minutes are the provider's repetition; other bytes mean that the reference came round again, and
 * what the earlier text still lacks will never come.
 */
export function addPart(partial: PartialText, part: Part): string[] {
  const ready: string[] = []
  const earlier = partial.parts.get(part.number)
  if (earlier) {
    const same = Buffer.compare(earlier.bytes, part.bytes) === 0
    const soon = Math.abs(part.at.getTime() - earlier.at.getTime()) <= repetitionMs
    if (same && (soon || !partial.joined)) return []
    if (!partial.joined) ready.push(joinedText(partial))
    partial.parts.clear()
    partial.joined = false
  }
  partial.parts.set(part.number, part)
  if (partial.parts.size === partial.total) {
    partial.joined = true
    ready.push(joinedText(partial))
  }
  return ready
}

/** What there is, in order; `[…]` stands where parts are missing. Bytes are joined before they are decoded: a character may lie across a cut. */
export function joinedText(partial: PartialText): string {
  let text = ''
  let run: Uint8Array[] = []
  let coding: SmsCoding | undefined
  const flush = () => {
    if (coding && run.length > 0) text += decode(coding, Buffer.concat(run))
    run = []
  }
  let missing = false
  for (let number = 1; number <= partial.total; number++) {
    const part = partial.parts.get(number)
    if (!part || part.coding !== coding) flush()
    if (!part) {
      if (!missing) text += '[…]'
    } else {
      run.push(part.bytes)
      coding = part.coding
    }
    missing = !part
  }
  flush()
  return text
}
