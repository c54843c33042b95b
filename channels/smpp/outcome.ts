import type { Outcome } from '@kurenda/channel'
import { canonicalIds, SmppClosed, SmppTimeout, STATUS, statusName, statusWords, type Pdu } from '@kurenda/smpp'

export const throttledWaitMs = 200

const slowDown: readonly number[] = [STATUS.ESME_RTHROTTLED, STATUS.ESME_RMSGQFUL]
/** The provider's own passing troubles. */
const passing: readonly number[] = [STATUS.ESME_RSYSERR, STATUS.ESME_RX_T_APPN]

/** What the answer to one submit_sm means. */
export function outcomeOf(response: Pdu): Outcome {
  const { status } = response
  if (status === STATUS.ESME_ROK && response.command === 'submit_sm_resp') {
    const id = response.message_id
    return { is: 'accepted', refs: [canonicalIds(id)[0] ?? id] }
  }
  if (slowDown.includes(status)) return { is: 'retry', reason: 'throttled', afterMs: throttledWaitMs }
  if (passing.includes(status)) return { is: 'retry', reason: statusName(status), afterMs: 5000 }
  return { is: 'refused', reason: statusWords(status, 'pl'), code: statusName(status) }
}

/** What it means that there was no answer. */
export function outcomeOfError(error: unknown): Outcome {
  if (error instanceof SmppTimeout) return { is: 'uncertain', reason: 'no-answer' }
  if (error instanceof SmppClosed)
    return error.written
      ? { is: 'uncertain', reason: 'connection-lost' }
      : { is: 'retry', reason: 'not-connected', afterMs: 1000 }
  return { is: 'refused', reason: error instanceof Error ? error.message : String(error), code: 'not-sendable' }
}
