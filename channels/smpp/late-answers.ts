import type { Outcome } from '@kurenda/channel'
import { statusName, statusWords, type Pdu, type Session } from '@kurenda/smpp'
import { outcomeOf } from './outcome.ts'

/** A part whose answer did not come in time. */
export interface Unanswered {
  id: number
  /** References of the parts before it. */
  refs: readonly string[]
  /** Of the whole message. */
  parts: number
}

export type LateOutcome = Extract<Outcome, { is: 'accepted' | 'refused' }>

const most = 10_000

/** What answers may still come, session by session. Bounded: the oldest are forgotten, and stay uncertain. */
export class LateAnswers {
  readonly #bySession = new WeakMap<Session, Map<number, Unanswered>>()
  /** Of a message that was sent again, the last attempt. */
  readonly #latest = new Map<number, Unanswered>()

  expect(session: Session, sequence: number, part: Unanswered): void {
    const waiting = this.#bySession.get(session) ?? new Map<number, Unanswered>()
    this.#bySession.set(session, waiting.set(sequence, part))
    shorten(waiting)
    shorten(this.#latest.set(part.id, part))
  }

  /** The message that an answer settles; undefined where it answers none that we know of. */
  hear(session: Session, pdu: Pdu): { id: number; outcome: LateOutcome } | undefined {
    if (pdu.command !== 'submit_sm_resp' && pdu.command !== 'generic_nack') return undefined
    const waiting = this.#bySession.get(session)
    const part = waiting?.get(pdu.sequence)
    if (!part) return undefined
    waiting?.delete(pdu.sequence)
    const outcome = settle(pdu, part)
    const isLatest = this.#latest.get(part.id) === part
    if (isLatest) this.#latest.delete(part.id)
    // That an earlier attempt was refused says nothing of the one that is in doubt now.
    return outcome.is === 'refused' && !isLatest ? undefined : { id: part.id, outcome }
  }
}

function shorten(map: Map<number, Unanswered>): void {
  const oldest = map.keys().next().value
  if (map.size > most && oldest !== undefined) map.delete(oldest)
}

/** The parts after the one in doubt were never sent: only the answer to the last one completes the message. */
function settle(pdu: Pdu, { refs, parts }: Unanswered): LateOutcome {
  const outcome = outcomeOf(pdu)
  if (outcome.is !== 'accepted')
    return outcome.is === 'refused'
      ? outcome
      : { is: 'refused', reason: statusWords(pdu.status, 'pl'), code: statusName(pdu.status) }
  const all = [...refs, ...outcome.refs]
  if (all.length === parts) return { is: 'accepted', refs: all }
  return {
    is: 'refused',
    reason: `operator ma tylko część wiadomości (${all.length} z ${parts})`,
    code: 'partly-accepted',
  }
}
