/**
 * The life of a message, once and for all. The writer, the counters, the API's enum, the console's chips and the
 * diagram in the docs derive from this table; nothing else decides about a status.
 */
interface State {
  /** As stored in message.state and broadcast_counter.state. */
  number: number
  /** `watch` stops to wait for it. */
  settled: boolean
  /** Nothing changes it any more but a receipt that came late. */
  final: boolean
  /** The provider charges for it. */
  billable: boolean
  cancellable: boolean
}

export const STATES = {
  queued: { number: 0, settled: false, final: false, billable: false, cancellable: true },
  submitted: { number: 1, settled: false, final: false, billable: true, cancellable: false },
  delivered: { number: 2, settled: true, final: true, billable: true, cancellable: false },
  failed: { number: 3, settled: true, final: true, billable: false, cancellable: false },
  expired: { number: 4, settled: true, final: true, billable: false, cancellable: false },
  /** It was being sent when a process or a connection died: nobody knows. */
  uncertain: { number: 5, settled: true, final: false, billable: true, cancellable: false },
  cancelled: { number: 6, settled: true, final: true, billable: false, cancellable: false },
  /** The person opted out, or was put in trash, before it left. */
  suppressed: { number: 7, settled: true, final: true, billable: false, cancellable: false },
  /** The provider took it and never said what became of it. */
  unconfirmed: { number: 8, settled: true, final: true, billable: true, cancellable: false },
} as const satisfies Record<string, State>

export type StateName = keyof typeof STATES

export const stateNames = Object.keys(STATES) as readonly StateName[]

/** What may happen to a message. */
export type MessageEvent =
  | 'accept'
  | 'refuse'
  | 'expire'
  | 'lose'
  | 'cancel'
  | 'suppress'
  | 'receiptDelivered'
  | 'receiptFailed'
  | 'receiptExpired'
  | 'lapse'
  | 'resend'

/** From which states an event leads where; what is not listed does not happen. */
const transitions: Record<MessageEvent, Partial<Record<StateName, StateName>>> = {
  accept: { queued: 'submitted', uncertain: 'submitted' },
  refuse: { queued: 'failed', uncertain: 'failed' },
  expire: { queued: 'expired' },
  lose: { queued: 'uncertain' },
  cancel: { queued: 'cancelled' },
  suppress: { queued: 'suppressed' },
  receiptDelivered: { submitted: 'delivered', uncertain: 'delivered', unconfirmed: 'delivered', expired: 'delivered' },
  receiptFailed: { submitted: 'failed', uncertain: 'failed', unconfirmed: 'failed' },
  receiptExpired: { submitted: 'expired', uncertain: 'expired', unconfirmed: 'expired' },
  lapse: { submitted: 'unconfirmed' },
  resend: { uncertain: 'queued', failed: 'queued', expired: 'queued' },
}

/** The state after an event; undefined where the event changes nothing in that state. */
export function next(state: StateName, event: MessageEvent): StateName | undefined {
  return transitions[event][state]
}

const byNumber = new Map(stateNames.map((name) => [STATES[name].number as number, name]))

/** @throws RangeError for a number that no state has */
export function stateName(number: number): StateName {
  const name = byNumber.get(number)
  if (!name) throw new RangeError(`no state has the number ${number}`)
  return name
}

export function stateNumber(name: StateName): number {
  return STATES[name].number
}

/** The numbers of the states with a property, for SQL. */
export function numbersWhere(holds: (state: State) => boolean): number[] {
  return stateNames.filter((name) => holds(STATES[name])).map(stateNumber)
}
