import { setTimeout as pause } from 'node:timers/promises'
import type { OutgoingMessage, Outcome } from '@kurenda/channel'
import {
  canonicalIds,
  concatenate,
  SmppClosed,
  SmppTimeout,
  STATUS,
  statusName,
  statusWords,
  type Concatenation,
  type Request,
  type Session,
} from '@kurenda/smpp'
import { split } from '@kurenda/sms-text'
import { toSmppAddress } from './address.ts'

/** The pace that the provider lets us go. */
export interface Pace {
  take(): number
  complained(): void
}

export interface SubmitOptions {
  session: Session
  signal: AbortSignal
  pace: Pace
  reference: number
  concatenation: Concatenation
}

/** A message of which some parts are with the provider must be brought to its end; after this many refusals it is uncertain. */
const partTries = 50
const throttledWaitMs = 200

const slowDown: readonly number[] = [STATUS.ESME_RTHROTTLED, STATUS.ESME_RMSGQFUL]
/** The provider's own passing troubles. */
const passing: readonly number[] = [STATUS.ESME_RSYSERR, STATUS.ESME_RX_T_APPN]

/** Sends all parts of a message, in order, and says what became of the whole. */
export async function submit(message: OutgoingMessage, options: SubmitOptions): Promise<Outcome> {
  const { encoding, parts } = split(message.text)
  const bodies = concatenate(parts, encoding, options.reference, options.concatenation)
  const from = toSmppAddress(message.from)
  const to = toSmppAddress(message.to)
  const head = {
    command: 'submit_sm' as const,
    source_addr_ton: from.ton,
    source_addr_npi: from.npi,
    source_addr: from.address,
    dest_addr_ton: to.ton,
    dest_addr_npi: to.npi,
    destination_addr: to.address,
    registered_delivery: 1,
    ...(message.validitySeconds !== undefined && { validity_period: relativeTime(message.validitySeconds) }),
  }
  const refs: string[] = []
  for (const body of bodies) {
    const outcome = await submitPart({ ...head, ...body }, refs.length > 0, options)
    if (outcome.is !== 'accepted') return outcome
    refs.push(...outcome.refs)
  }
  return { is: 'accepted', refs }
}

/** `begun`: earlier parts are with the provider, so that the whole can no more be sent again. */
async function submitPart(request: Request, begun: boolean, options: SubmitOptions): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await submitOnce(request, options)
    if (outcome.is !== 'retry' || !begun) return outcome
    if (attempt === partTries || options.signal.aborted || options.session.closed)
      return { is: 'uncertain', reason: 'only a part of the message was sent' }
    await pause(throttledWaitMs)
  }
}

async function submitOnce(request: Request, { session, signal, pace }: SubmitOptions): Promise<Outcome> {
  const wait = pace.take()
  if (wait > 1) await pause(wait)
  if (signal.aborted) return { is: 'retry', reason: 'stopped' }
  try {
    const response = await session.request(request)
    const { status } = response
    if (status === STATUS.ESME_ROK) {
      const id = response.command === 'submit_sm_resp' ? response.message_id : ''
      return { is: 'accepted', refs: [canonicalIds(id)[0] ?? id] }
    }
    if (slowDown.includes(status)) {
      pace.complained()
      return { is: 'retry', reason: 'throttled', afterMs: throttledWaitMs }
    }
    if (passing.includes(status)) return { is: 'retry', reason: statusWords(status, 'pl'), afterMs: 5000 }
    return { is: 'refused', reason: statusWords(status, 'pl'), code: statusName(status) }
  } catch (error) {
    if (error instanceof SmppTimeout) return { is: 'uncertain', reason: 'no answer from the provider' }
    if (error instanceof SmppClosed)
      return error.written
        ? { is: 'uncertain', reason: 'the connection broke before the answer' }
        : { is: 'retry', reason: 'not-connected', afterMs: 1000 }
    return { is: 'refused', reason: error instanceof Error ? error.message : String(error) }
  }
}

/** Relative time, SMPP 3.4, 7.1.1: YYMMDDhhmmss000R. */
function relativeTime(seconds: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const days = Math.min(31, Math.floor(seconds / 86_400))
  const rest = seconds - days * 86_400
  return `0000${two(days)}${two((rest / 3600) % 24)}${two((rest / 60) % 60)}${two(rest % 60)}000R`
}
