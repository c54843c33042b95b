import type { Outcome, ReceiptState } from '@kurenda/channel'
import { PRIORITIES } from './priority.ts'

/**
 * What a channel did since this gateway began: plain numbers, since thirty thousand messages a second pass here; they are read
 * only when somebody asks for the metrics.
 */
export interface ChannelTally {
  /** Handed to the session, by the number of their lane. */
  readonly submits: number[]
  readonly outcomes: Record<Outcome['is'], number>
  /** Withheld just before the submit. */
  readonly stopped: Record<'cancel' | 'suppress', number>
  readonly receipts: Record<ReceiptState, number>
  /** Texts from residents, or parts of them; and opt-outs that the provider itself took. */
  readonly incoming: Record<'message' | 'optout', number>
}

export function newTally(): ChannelTally {
  return {
    submits: Object.values(PRIORITIES).map(() => 0),
    outcomes: { accepted: 0, retry: 0, refused: 0, uncertain: 0 },
    stopped: { cancel: 0, suppress: 0 },
    receipts: { delivered: 0, failed: 0, expired: 0, buffered: 0 },
    incoming: { message: 0, optout: 0 },
  }
}
