import { stateNames, type StateName } from '#modules/messaging'
import type { Blow } from './plan.ts'
import type { Accepted, SmscRecord } from './smsc.ts'

/** A blow that fell. */
export interface Fallen {
  blow: Blow
  at: number
  /** Of a gateway that slept: when it woke, and the newest session of that moment in which it fell asleep. */
  woke?: { at: number; session: number }
}

/** A message as the database has it. */
export interface StoredMessage {
  number: string
  state: StateName
}

export interface Evidence {
  /** Every number of the broadcasts, with its policy. */
  bulk: readonly string[]
  emergency: readonly string[]
  record: SmscRecord
  stored: readonly StoredMessage[]
  /** What was uncertain when staff sent it again; empty before. */
  resent: ReadonlySet<string>
  fallen: readonly Fallen[]
  /** When each lease began (monotonic): a gateway sends again what its predecessor had in flight of an emergency. */
  takeOvers: readonly number[]
}

/** Numbers by what is wrong with them; `uncertain` alone is no fault. */
export interface Verdict {
  /** The provider never took it, and the town believes that there is nothing to do. */
  lost: string[]
  /** Taken more often than a take-over (with an emergency in flight) or staff can explain. */
  unexplainedDuplicates: string[]
  /** Final, although the provider said otherwise or nothing. */
  silentlyFinal: string[]
  /** Still on its way although nothing is coming any more. */
  unsettled: string[]
  /** In doubt although its receipt was acknowledged. */
  deafToReceipt: string[]
  /** Sent by a gateway whose lease another had taken while it slept. */
  sentWithoutLease: string[]
  uncertain: string[]
  /** Emergencies that went out again after a take-over, as they should. */
  explainedDuplicates: string[]
}

/** The states that only a receipt (or a refusal) leads to, and what the receipt must have said. */
const statOf: Partial<Record<StateName, Accepted['stat']>> = {
  delivered: 'DELIVRD',
  failed: 'UNDELIV',
  expired: 'EXPIRED',
}

/** Compares the provider's own record with the database, message by message. */
export function judge(evidence: Evidence): Verdict {
  const { record, stored, bulk, emergency, resent } = evidence
  const verdict: Verdict = {
    lost: [],
    unexplainedDuplicates: [],
    silentlyFinal: [],
    unsettled: [],
    deafToReceipt: [],
    sentWithoutLease: record.accepted.filter((a) => isWithoutLease(a, evidence.fallen)).map(({ number }) => number),
    uncertain: [],
    explainedDuplicates: [],
  }
  const taken = Map.groupBy(record.accepted, ({ number }) => number)
  const messages = Map.groupBy(stored, ({ number }) => number)
  const emergencies = new Set(emergency)
  for (const number of [...bulk, ...emergency]) {
    const accepted = taken.get(number) ?? []
    const fault = faultOf({ accepted, isRefused: record.refused.has(number), messages: messages.get(number) ?? [] })
    if (fault) verdict[fault].push(number)
    if (accepted.length < 2 || (accepted.length === 2 && resent.has(number))) continue
    const isExplained = emergencies.has(number) && isEachAfterTakeOver(accepted, evidence.takeOvers)
    verdict[isExplained ? 'explainedDuplicates' : 'unexplainedDuplicates'].push(number)
  }
  const listed = new Set([...bulk, ...emergency])
  for (const number of taken.keys())
    if (!listed.has(number)) verdict.unexplainedDuplicates.push(`${number} is on no list`)
  return verdict
}

function faultOf(about: {
  accepted: readonly Accepted[]
  isRefused: boolean
  messages: readonly StoredMessage[]
}): Exclude<keyof Verdict, 'unexplainedDuplicates' | 'explainedDuplicates' | 'sentWithoutLease'> | undefined {
  const { accepted, isRefused, messages } = about
  const [message] = messages
  if (!message || messages.length > 1) return 'lost'
  const { state } = message
  if (state === 'uncertain') return accepted.length > 0 ? 'deafToReceipt' : 'uncertain'
  if (state === 'failed' && isRefused && accepted.length === 0) return undefined
  if (state === 'queued') return 'unsettled'
  if (accepted.length === 0) return 'lost'
  if (state === 'submitted') return 'unsettled'
  const stat = statOf[state]
  return accepted.some((a) => a.stat === stat) ? undefined : 'silentlyFinal'
}

/**
 * Whether a lease began between each time and the next. The blow itself is no measure: what a killed gateway had already written
 * may be read by the provider a moment later.
 */
function isEachAfterTakeOver(accepted: readonly Accepted[], takeOvers: readonly number[]): boolean {
  return accepted.slice(1).every((later, i) => takeOvers.some((at) => (accepted[i]?.at ?? 0) <= at && at <= later.at))
}

/** On a session of the time before the sleep, after it. */
function isWithoutLease({ at, session }: Accepted, fallen: readonly Fallen[]): boolean {
  return fallen.some(({ woke }) => woke && at > woke.at && session <= woke.session)
}

/** States whose kept counter is not what counting gives. @returns e.g. `delivered: 7 kept, 8 counted` */
export function compareCounters(kept: Partial<Record<StateName, number>>, stored: readonly StoredMessage[]): string[] {
  const counted = Map.groupBy(stored, ({ state }) => state)
  return stateNames.flatMap((state) => {
    const [a, b] = [kept[state] ?? 0, counted.get(state)?.length ?? 0]
    return a === b ? [] : [`${state}: ${a} kept, ${b} counted`]
  })
}
