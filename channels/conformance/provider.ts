import type { Channel, OutgoingMessage } from '@kurenda/channel'

/** What the provider does with what it is handed. `hold` answers once `release()` is called. */
export type Answer = 'accept' | 'refuse' | 'throttle' | 'hold'

/** One part, or one whole message where the protocol has no parts, as it reached the provider. */
export interface Taken {
  to: string
  from: string
  /** What this part carries, decoded. */
  text: string
}

export type ReceiptState = 'delivered' | 'failed' | 'expired' | 'buffered'

/**
 * A provider that speaks the real protocol over loopback, for one connector. It is the test's side of the wire: nothing in
 * it may come from the connector's own folder but the connector itself.
 */
export interface FakeProvider<Config> {
  connector: Channel<Config>
  /** A configuration, as stored, that reaches this provider and waits one second for its answers. */
  config: Record<string, unknown>
  /** Changes to `config` that the schema must refuse. */
  nonsense: readonly Record<string, unknown>[]
  /** A change to `config` with which the provider lets nobody in, and what it says to that. */
  wrongCredentials: { config: Record<string, unknown>; words: RegExp }
  /** What must never stand in a trace. */
  secrets: readonly string[]
  /** What the provider says when it refuses. */
  refusalWords: RegExp
  /** A text that goes out in several parts, where the protocol has them. */
  longText?: string

  /** Of everything from now on. */
  answer: Answer
  /** In the order in which it came. */
  readonly taken: readonly Taken[]
  /** Answers what is held. `late`: although the connector no longer waits for it. */
  release(): void
  /** How often the connector has said good-bye before the connection ended. */
  readonly goodbyes: number

  /** A resident writes; says whether the connector acknowledged it. */
  deliver(text: { from: string; to: string; text: string }): Promise<'acknowledged' | 'refused'>
  /** The spellings of receipts that providers of this protocol use. */
  readonly dialects: readonly string[]
  /** A receipt for the `index`th taken part, as `dialect` writes it; says whether the connector acknowledged it. */
  receipt(dialect: string, index: number, state: ReceiptState): Promise<'acknowledged' | 'refused'>

  /** Cuts every connection without a word. */
  cut(): void
  /** Nobody listens any more, and every connection is cut. */
  stop(): Promise<void>
  /** Listens again, where it did before. */
  start(): Promise<void>
  close(): Promise<void>
}

let id = 0

/** A message as the gateway hands it out. */
export function outgoing(more: Partial<OutgoingMessage> = {}): OutgoingMessage {
  id++
  return {
    id,
    to: `+48600${String(id).padStart(6, '0')}`,
    from: '+48600100200',
    text: `Jutro nie będzie wody (${id}).`,
    validitySeconds: 3600,
    ...more,
  }
}
