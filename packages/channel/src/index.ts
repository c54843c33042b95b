/**
 * What a connector is, to the rest of Kurenda. A connector speaks one provider's protocol and nothing else: it never
 * touches the database, decides no retry and writes no status.
 */
import type { ZodType } from 'zod'

/** The kinds of thing that a resident receives. */
export type Medium = 'sms' | 'mms' | 'voice' | 'email' | 'push' | 'chat'

/** What the settings form says of one field of a connector's configuration: `z.string().meta(formField({ … }))`. */
export interface FormField {
  label: { pl: string; en: string }
  note?: { pl: string; en: string }
  /** A password: it is written and never read back. */
  secret?: true
  /** Decides where the secrets are sent, or who can read them on the way: with another value they must be given anew. */
  guards?: true
  /** Hardly anybody needs it: it is folded away. */
  rare?: true
  /** A text of several lines. */
  long?: true
  /** Words for the values of a choice. */
  choices?: Readonly<Record<string, { pl: string; en: string }>>
}

export const formField = (field: FormField): { field: FormField } => ({ field })

/** A connector: one folder below `channels/`, one object of this shape. */
export interface Channel<Config> {
  /** Its name in the database and in `channel add TYPE`, e.g. `smpp`. */
  type: string
  media: readonly Medium[]
  /** Checks the stored configuration and draws the settings form. */
  config: ZodType<Config>
  /** How many messages the sessions of this configuration may hold without an answer from the provider. */
  window(config: Config): number
  /** The senders that the provider has registered for this configuration; none: it takes any that it likes. */
  senders?(config: Config): readonly string[]
  /**
   * Starts to connect and returns at once; from then on the session keeps itself connected and says so through
   * `host.status`. Messages given to `send` while it is not connected are answered with `retry`.
   */
  open(config: Config, host: Host): Promise<Session>
}

/** Whether a phone can answer that sender: numbers and short codes can be answered, a name cannot. */
export function isAnswerable(sender: string): boolean {
  return /^\+?\d{3,15}$/.test(sender)
}

/** A living connection to a provider, owned by one gateway at a time. */
export interface Session {
  /**
   * Hands one message to the provider and waits for its answer. Never throws. An aborted signal means: what is not yet
   * written to the socket must not be written any more (answer `retry`); what is written may still be answered.
   */
  send(message: OutgoingMessage, signal: AbortSignal): Promise<Outcome>
  /** Asks the provider what became of a part that it accepted. Never throws. Only where the protocol can. */
  query?(sent: SentPart): Promise<Answered>
  /** Asks the provider to give up a part that it has not delivered yet. Never throws. Only where the protocol can. */
  cancel?(sent: SentPart): Promise<Cancelled>
  /** Answers a provider's HTTP call (webhook), for those that report so. */
  handle?(request: Request): Promise<Response>
  /** Waits for the answers to what is in flight (at most `graceMs`, default 5,000), says good-bye, and closes. */
  close(graceMs?: number): Promise<void>
}

/** One message to one address, its text final. */
export interface OutgoingMessage {
  /** Kurenda's own number of the message. */
  id: number
  /** E.164 with its plus sign, for SMS. */
  to: string
  /** What the recipient sees as the sender: E.164, short code, or an alphanumeric name of at most 11 characters. */
  from: string
  text: string
  /** Seconds for which the provider may still try; the provider's own default when absent. */
  validitySeconds?: number
}

/** Why a message was not accepted where no provider's code says it: kept with the message, put into words by who shows it. */
export const reasonCodes = [
  /** The provider asked to slow down. */
  'throttled',
  'not-connected',
  /** Told so before it was written. */
  'stopped',
  /** Some parts of a long text arrived, the others surely not: the whole is sent anew. */
  'incomplete',
  /** Bytes were written and no answer came in time. */
  'no-answer',
  /** Bytes were written and the connection ended before the answer. */
  'connection-lost',
  /** The process ended while it was being sent; the gateway says so, no connector does. */
  'interrupted',
  'sender-not-allowed',
  /** The text, or an address, is nothing that the protocol can carry. */
  'not-sendable',
  /** The provider has some parts of a long text and will not get the others. */
  'partly-accepted',
] as const
export type ReasonCode = (typeof reasonCodes)[number]

/** What the provider said of one message. */
export type Outcome =
  /** The provider has it. One reference a part, in the order of the parts; they come back in receipts. */
  | { is: 'accepted'; refs: string[] }
  /**
   * It surely does not have all of it, and it is worth another try, not before `afterMs`. `reason` is `throttled`,
   * `not-connected`, `stopped`, `incomplete`, or the provider's own code.
   */
  | { is: 'retry'; reason: string; afterMs?: number }
  /** It surely does not have it and will not take it. `reason` is in words, for the trace; `code`, ours or the provider's, is kept. */
  | { is: 'refused'; reason: string; code: string }
  /** Bytes were written and no answer came: nobody knows whether it has it. */
  | { is: 'uncertain'; reason: ReasonCode }

/** One part that the provider accepted, as it was sent. */
export interface SentPart {
  /** As the outcome gave it. */
  ref: string
  from: string
  to: string
}

/** What a receipt says of a part. `buffered` is not final. */
export type ReceiptState = 'delivered' | 'failed' | 'expired' | 'buffered'

/** What the provider said when it was asked about a part. */
export type Answered =
  | { is: 'known'; state: ReceiptState; code?: string }
  /** It does not know it (any more), does not tell, or could not be asked. In words. */
  | { is: 'unknown'; reason: string }

/** What the provider said when it was asked to give a part up. */
export type Cancelled =
  | { is: 'cancelled' }
  /** Too late, or it never does. */
  | { is: 'refused'; reason: string }
  /** It could not be asked, or did not answer. */
  | { is: 'uncertain'; reason: string }

/** What came in from the provider. */
export type Incoming =
  | {
      is: 'message'
      /** Who wrote: E.164 with plus sign where the provider makes that certain, else as it came. */
      from: string
      to: string
      content: IncomingContent
      /** Names one connection of one session: the same message across two of them is the provider's repetition. */
      connection: string
      at: Date
    }
  | {
      is: 'receipt'
      ref: string
      /** Other spellings of the same reference (decimal, hexadecimal). */
      otherRefs?: string[]
      /** `delivered`, `failed` and `expired` are final; `buffered` only says that it is on its way. */
      state: ReceiptState
      /** The recipient, when the receipt says it: helps to settle a message whose submit was never answered. */
      address?: string
      /** The beginning of the message's text, when the receipt repeats it. */
      text?: string
      /** The provider's code of a failure, e.g. `err:011`. */
      code?: string
      at: Date
    }
  | { is: 'optout'; from: string; at: Date }
  /** The answer to a message whose `send` had ended as `uncertain` came after all: it settles what nobody knew. */
  | { is: 'late'; id: number; outcome: Extract<Outcome, { is: 'accepted' | 'refused' }>; at: Date }

/** A whole text, or one part of a long SMS as its bytes (parts are joined before they are decoded). */
export type IncomingContent =
  | { text: string }
  | { coding: SmsCoding; bytes: Uint8Array; part?: { reference: number; total: number; number: number } }

/** How the bytes of an incoming SMS are to be read; `gsm7` is one septet in each byte, escapes included. */
export type SmsCoding = 'gsm7' | 'ucs2' | 'latin1' | 'binary'

/** The same said in each language of staff. */
export type Words = Readonly<Record<'pl' | 'en', string>>

/** The state of the connection, in words for staff. */
export type SessionStatus =
  | { is: 'connecting' }
  /** `limited`: it sends, but not as configured, e.g. one of three connections is missing. */
  | { is: 'up'; limited?: Words }
  /** `final` when trying again is pointless until someone changes the configuration (wrong password). */
  | { is: 'down'; reason: Words; final: boolean }

/** One exchange with a provider, for the trace that staff can read. Never a secret, never the text of a message. */
export interface Exchange {
  /** Who asked: `out` is us. */
  direction: 'out' | 'in'
  at: Date
  /** E.g. `submit_sm`, `POST /sms`. */
  operation: string
  /** E.g. `ESME_ROK`, `HTTP 200`. */
  result?: string
  /**
   * False for what did not go as it should: it is kept even while tracing is switched off. To be asked to slow down is
   * no failure.
   */
  ok: boolean
  /** The resident's side, whole; only its end is kept. */
  address?: string
  /** Kurenda's own number of the message. */
  message?: number
  /** References, counts, states: nothing that a person wrote. */
  detail?: string
}

/** What the gateway gives to a session. */
export interface Host {
  /** Resolves once it is stored for good: only then may the connector acknowledge it to the provider. Rejects if it could not be stored. */
  report(event: Incoming): Promise<void>
  status(status: SessionStatus): void
  trace(exchange: Exchange): void
  /** Whether exchanges that went well are kept, too; else they need not be described. */
  isTraced(): boolean
  fetch: typeof fetch
  now(): Date
  /** Asked just before bytes are written: false once the gateway may have lost the right to send. */
  mayWrite(): boolean
}
