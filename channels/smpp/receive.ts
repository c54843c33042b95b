import type { Incoming } from '@kurenda/channel'
import { isMarkedReceipt, readPart, readReceipt, type ShortMessagePdu } from '@kurenda/smpp'
import { fromSmppAddress } from './address.ts'

/** What a deliver_sm says; undefined for a receipt of which nothing can be learnt (its state or its message is unknown). */
export function receive(
  pdu: ShortMessagePdu,
  about: { connection: string; defaultAlphabet: 'gsm7' | 'latin1'; at: Date },
): Incoming | undefined {
  const from = fromSmppAddress({ ton: pdu.source_addr_ton, address: pdu.source_addr })
  const receipt = readReceipt(pdu)
  if (receipt) {
    if (receipt.state === 'unknown') return undefined
    return {
      is: 'receipt',
      ref: receipt.ids[0] ?? receipt.id,
      ...(receipt.ids.length > 1 && { otherRefs: receipt.ids.slice(1) }),
      state: receipt.state,
      address: from,
      ...(receipt.text !== undefined && { text: receipt.text }),
      ...(receipt.err !== undefined && { code: `err:${receipt.err}` }),
      at: about.at,
    }
  }
  // Garbled as it may be, it must not stand in the inbox as a resident's words.
  if (isMarkedReceipt(pdu)) return undefined
  const { coding, bytes, part } = readPart(pdu, about.defaultAlphabet)
  return {
    is: 'message',
    from,
    to: fromSmppAddress({ ton: pdu.dest_addr_ton, address: pdu.destination_addr }),
    // The bytes are a view of the socket's buffer.
    content: { coding, bytes: Uint8Array.from(bytes), ...(part && { part }) },
    connection: about.connection,
    at: about.at,
  }
}
