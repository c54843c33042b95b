import type { OutgoingMessage } from '@kurenda/channel'
import { concatenate, payload, relativeTime, type Request } from '@kurenda/smpp'
import { split } from '@kurenda/sms-text'
import { toSmppAddress } from './address.ts'
import type { SmppConfig } from './config.ts'

/**
 * The requests that carry a message, in order. `reference` ties its parts together.
 * @throws RangeError where the text is longer than the protocol can carry
 */
export function compose(
  message: OutgoingMessage,
  reference: number,
  concatenation: SmppConfig['concatenation'],
): Request[] {
  const { encoding, parts } = split(message.text)
  const bodies =
    concatenation !== 'payload'
      ? concatenate(parts, encoding, reference, concatenation)
      : parts.length === 1
        ? concatenate(parts, encoding, reference, 'udh8')
        : [payload(parts, encoding)]
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
  return bodies.map((body) => ({ ...head, ...body }))
}
