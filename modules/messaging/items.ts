import type { Incoming, Outcome } from '@kurenda/channel'
import type { Chunk, DispatchMessage } from './claim-chunks.ts'
import type { KnownMessage } from './known-messages.ts'

/** Which lease an item was made under: it is written only while that lease holds. */
export interface Under {
  channelId: number
  organizationId: number
  fence: number
}

export type IncomingMessage = Extract<Incoming, { is: 'message' }>
export type IncomingReceipt = Extract<Incoming, { is: 'receipt' }>
export type LateAnswer = Extract<Incoming, { is: 'late' }>

/** Called once the item is stored. */
interface Counted {
  written: () => void
}

interface Waiting {
  stored: () => void
  failed: (error: Error) => void
}

/** What the writer writes. `accepted` is what it makes of an outcome whose references are to be stored first. */
export type Item = Under &
  (
    | ({ is: 'accepted'; known: KnownMessage; refs: string[]; at: Date } & Counted)
    | ({ is: 'outcome'; chunk: Chunk; message: DispatchMessage; outcome: Outcome; at: Date } & Counted)
    | ({ is: 'stopped'; chunk: Chunk; message: DispatchMessage; event: 'cancel' | 'suppress'; at: Date } & Counted)
    | ({ is: 'receipt'; receipt: IncomingReceipt } & Waiting)
    | ({ is: 'late'; answer: LateAnswer } & Waiting)
    | ({ is: 'message'; message: IncomingMessage } & Waiting)
    | ({ is: 'chunkDone'; chunkId: number } & Counted)
    | ({ is: 'chunkBack'; chunkId: number; mark: number; held: boolean } & Counted)
    | {
        is: 'settleUncertain'
        /** Just now: what another gateway left half done may have receipts already. */
        takenOver: boolean
      }
  )

export type ItemOf<K extends Item['is']> = Extract<Item, { is: K }>
