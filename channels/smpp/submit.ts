import { setTimeout as pause } from 'node:timers/promises'
import type { Exchange, OutgoingMessage, Outcome } from '@kurenda/channel'
import { SmppTimeout, statusName, type Request, type Session } from '@kurenda/smpp'
import type { LateAnswers } from './late-answers.ts'
import { outcomeOf, outcomeOfError, throttledWaitMs } from './outcome.ts'

/** The pace that the provider lets us go. */
export interface Pace {
  take(): number
  complained(): void
}

export interface SubmitOptions {
  /** A bound session, the least busy first; undefined while there is none. */
  session: () => Session | undefined
  signal: AbortSignal
  /** The channel is being closed and its time is over. */
  isStopped: () => boolean
  pace: Pace
  late: LateAnswers
  /** How the provider itself spells a reference. */
  learn: (ref: string, own: string) => void
  trace: (exchange: Omit<Exchange, 'at'>) => void
  /** Whether what went well is traced, too. */
  isTraced: () => boolean
}

/** How long the rest of a message, whose first parts are with the provider, waits for a connection or its turn. */
const restMs = 60_000

/** Sends the requests of one message, in order, and says what became of the whole. */
export async function submit(
  message: OutgoingMessage,
  requests: readonly Request[],
  options: SubmitOptions,
): Promise<Outcome> {
  const refs: string[] = []
  for (const request of requests) {
    const part = { message, request, refs, parts: requests.length }
    const outcome = refs.length === 0 ? await submitOnce(part, options) : await submitRest(part, options)
    if (outcome.is !== 'accepted') return outcome
    refs.push(...outcome.refs)
  }
  return { is: 'accepted', refs }
}

interface Part {
  message: OutgoingMessage
  request: Request
  /** References of the parts before it. */
  refs: readonly string[]
  parts: number
}

/**
 * A later part. The earlier ones are with the provider, under a number that only this attempt knows, so it is tried again
 * here, if need be on another connection, rather than the whole from the beginning.
 */
async function submitRest(part: Part, options: SubmitOptions): Promise<Outcome> {
  const until = performance.now() + restMs
  for (;;) {
    const outcome = await submitOnce(part, options)
    if (outcome.is !== 'retry') return outcome
    if (options.signal.aborted || options.isStopped() || performance.now() > until)
      return { is: 'retry', reason: 'incomplete', afterMs: 5000 }
    await pause(throttledWaitMs)
  }
}

async function submitOnce(part: Part, options: SubmitOptions): Promise<Outcome> {
  const { signal, pace, late } = options
  const wait = pace.take()
  if (wait > 1) await pause(wait)
  if (signal.aborted || options.isStopped()) return { is: 'retry', reason: 'stopped' }
  const session = options.session()
  if (!session) return { is: 'retry', reason: 'not-connected', afterMs: 1000 }
  try {
    const response = await session.request(part.request, { signal })
    const outcome = outcomeOf(response)
    if (outcome.is === 'retry' && outcome.reason === 'throttled') pace.complained()
    if (outcome.is === 'accepted' && response.command === 'submit_sm_resp')
      options.learn(outcome.refs[0] ?? '', response.message_id)
    tell(part, options, statusName(response.status), outcome)
    return outcome
  } catch (error) {
    if (error instanceof SmppTimeout)
      late.expect(session, error.sequence, { id: part.message.id, refs: [...part.refs], parts: part.parts })
    const outcome = outcomeOfError(error)
    if (outcome.is === 'retry' && signal.aborted) return { is: 'retry', reason: 'stopped' }
    if (outcome.is !== 'retry') tell(part, options, error instanceof Error ? error.message : String(error), outcome)
    return outcome
  }
}

function tell(
  { message, refs, parts }: Part,
  { trace, isTraced }: SubmitOptions,
  result: string,
  outcome: Outcome,
): void {
  // To be told to slow down is everyday: a storm of it would drive out of the trace what staff look for.
  const ok = outcome.is === 'accepted' || (outcome.is === 'retry' && outcome.reason === 'throttled')
  if (ok && !isTraced()) return
  const place = parts > 1 ? `part ${refs.length + 1}/${parts}` : ''
  const ref = outcome.is === 'accepted' ? `id ${outcome.refs.join(' ')}` : ''
  const detail = [place, ref].filter((word) => word !== '').join(' ')
  trace({
    direction: 'out',
    operation: 'submit_sm',
    result,
    ok,
    address: message.to,
    message: message.id,
    ...(detail !== '' && { detail }),
  })
}
