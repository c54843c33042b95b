import type { Answered, Cancelled, SentPart } from '@kurenda/channel'
import { SmppClosed, SmppTimeout, stateOf, type Session } from '@kurenda/smpp'
import { toSmppAddress } from './address.ts'
import { statusSaid } from './words.ts'

/** Asks what became of a part (query_sm). `id`: as the provider spelt it. */
export async function query(session: Session, id: string, { from }: SentPart): Promise<Answered> {
  const source = toSmppAddress(from)
  try {
    const response = await session.request({
      command: 'query_sm',
      message_id: id,
      source_addr_ton: source.ton,
      source_addr_npi: source.npi,
      source_addr: source.address,
    })
    if (response.status !== 0 || response.command !== 'query_sm_resp')
      return { is: 'unknown', reason: statusSaid(response.status, 'pl') }
    const state = stateOf(response.message_state)
    if (state === 'unknown') return { is: 'unknown', reason: 'operator nie zna stanu wiadomości' }
    return { is: 'known', state, ...(response.error_code !== 0 && { code: `err:${response.error_code}` }) }
  } catch (error) {
    return { is: 'unknown', reason: silence(error) }
  }
}

/** Asks to give a part up (cancel_sm). `id`: as the provider spelt it. */
export async function cancel(session: Session, id: string, { from, to }: SentPart): Promise<Cancelled> {
  const source = toSmppAddress(from)
  const destination = toSmppAddress(to)
  try {
    const response = await session.request({
      command: 'cancel_sm',
      service_type: '',
      message_id: id,
      source_addr_ton: source.ton,
      source_addr_npi: source.npi,
      source_addr: source.address,
      dest_addr_ton: destination.ton,
      dest_addr_npi: destination.npi,
      destination_addr: destination.address,
    })
    return response.status === 0 ? { is: 'cancelled' } : { is: 'refused', reason: statusSaid(response.status, 'pl') }
  } catch (error) {
    return { is: 'uncertain', reason: silence(error) }
  }
}

function silence(error: unknown): string {
  if (error instanceof SmppTimeout) return 'operator nie odpowiedział'
  if (error instanceof SmppClosed) return 'not-connected'
  return error instanceof Error ? error.message : String(error)
}
