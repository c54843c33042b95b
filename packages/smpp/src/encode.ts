import { COMMAND, emptyShortMessage, type CancelPdu, type Pdu, type ShortMessageFields } from './pdu.ts'
import type { Tlv } from './tlv.ts'

type Encodable = Exclude<Pdu, { command: 'submit_sm' | 'deliver_sm' }> | ShortMessageRequest
type ShortMessageRequest = {
  command: 'submit_sm' | 'deliver_sm'
  status: number
  sequence: number
} & Partial<ShortMessageFields>

/** The longest value that short_message's one length byte can tell. */
const longestShortMessage = 254

/** One PDU as bytes. Fields of a short message that are absent take the protocol's defaults. @throws RangeError where a value does not fit */
export function encodePdu(pdu: Encodable): Buffer {
  switch (pdu.command) {
    case 'submit_sm':
    case 'deliver_sm':
      return shortMessage(pdu)
    case 'submit_sm_resp':
    case 'deliver_sm_resp':
      // 4.4.2: no body where the request failed; some peers fail on a missing one for deliver_sm_resp.
      if (pdu.command === 'submit_sm_resp' && pdu.status !== 0) return head(pdu, COMMAND[pdu.command], 0)
      return withStrings(pdu, COMMAND[pdu.command], [pdu.message_id], [], [], pdu.tlvs)
    case 'bind_receiver':
    case 'bind_transmitter':
    case 'bind_transceiver':
      return withStrings(
        pdu,
        COMMAND[pdu.command],
        [pdu.system_id, pdu.password, pdu.system_type],
        [pdu.interface_version, pdu.addr_ton, pdu.addr_npi],
        [pdu.address_range],
        undefined,
      )
    case 'bind_receiver_resp':
    case 'bind_transmitter_resp':
    case 'bind_transceiver_resp':
      if (pdu.status !== 0) return head(pdu, COMMAND[pdu.command], 0)
      return withStrings(pdu, COMMAND[pdu.command], [pdu.system_id], [], [], pdu.tlvs)
    case 'query_sm':
      return withStrings(
        pdu,
        COMMAND[pdu.command],
        [pdu.message_id],
        [pdu.source_addr_ton, pdu.source_addr_npi],
        [pdu.source_addr],
        undefined,
      )
    case 'query_sm_resp':
      if (pdu.status !== 0) return head(pdu, COMMAND[pdu.command], 0)
      return withStrings(
        pdu,
        COMMAND[pdu.command],
        [pdu.message_id, pdu.final_date],
        [pdu.message_state, pdu.error_code],
        [],
        undefined,
      )
    case 'cancel_sm':
      return cancel(pdu)
    case 'unknown': {
      const bytes = head(pdu, pdu.id, pdu.body.length)
      bytes.set(pdu.body, 16)
      return bytes
    }
    case 'unbind':
    case 'unbind_resp':
    case 'enquire_link':
    case 'enquire_link_resp':
    case 'cancel_sm_resp':
    case 'generic_nack':
      return head(pdu, COMMAND[pdu.command], 0)
  }
}

function head(pdu: { status: number; sequence: number }, id: number, bodyLength: number): Buffer {
  const bytes = Buffer.allocUnsafe(16 + bodyLength)
  bytes.writeUInt32BE(16 + bodyLength, 0)
  bytes.writeUInt32BE(id, 4)
  bytes.writeUInt32BE(pdu.status, 8)
  bytes.writeUInt32BE(pdu.sequence, 12)
  return bytes
}

function tlvLength(tlvs: readonly Tlv[] | undefined): number {
  if (!tlvs) return 0
  let length = 0
  for (const tlv of tlvs) {
    if (tlv.value.length > 0xffff) throw new RangeError('an optional parameter is longer than 65535 bytes')
    length += 4 + tlv.value.length
  }
  return length
}

function writeTlvs(bytes: Buffer, at: number, tlvs: readonly Tlv[] | undefined): void {
  if (!tlvs) return
  for (const tlv of tlvs) {
    at = bytes.writeUInt16BE(tlv.tag, at)
    at = bytes.writeUInt16BE(tlv.value.length, at)
    bytes.set(tlv.value, at)
    at += tlv.value.length
  }
}

/** A zero would end the string early and shift every field after it, and so would a character whose low byte is zero. */
function writeString(bytes: Buffer, text: string, at: number): number {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0 || code > 0xff) throw new RangeError('a text field holds a character that SMPP cannot carry')
    bytes[at++] = code
  }
  bytes[at++] = 0
  return at
}

/** `bits`: all one-byte fields, or-ed. */
function checkBytes(bits: number): void {
  if ((bits & ~0xff) !== 0) throw new RangeError('a one-byte field is not between 0 and 255')
}

function withStrings(
  pdu: { status: number; sequence: number },
  id: number,
  before: readonly string[],
  numbers: readonly number[],
  after: readonly string[],
  tlvs: readonly Tlv[] | undefined,
): Buffer {
  let length = numbers.length + tlvLength(tlvs)
  for (const text of before) length += text.length + 1
  for (const text of after) length += text.length + 1
  const bytes = head(pdu, id, length)
  let at = 16
  for (const text of before) at = writeString(bytes, text, at)
  for (const number of numbers) {
    checkBytes(number)
    bytes[at++] = number
  }
  for (const text of after) at = writeString(bytes, text, at)
  writeTlvs(bytes, at, tlvs)
  return bytes
}

/** Its two addresses lie between numbers, which no other operation but a short message has. */
function cancel(pdu: CancelPdu): Buffer {
  const numbers = [pdu.source_addr_ton, pdu.source_addr_npi, pdu.dest_addr_ton, pdu.dest_addr_npi]
  for (const number of numbers) checkBytes(number)
  const strings = [pdu.service_type, pdu.message_id, pdu.source_addr, pdu.destination_addr]
  const length = strings.reduce((sum, text) => sum + text.length + 1, numbers.length)
  const bytes = head(pdu, COMMAND.cancel_sm, length)
  let at = writeString(bytes, pdu.service_type, 16)
  at = writeString(bytes, pdu.message_id, at)
  bytes[at++] = pdu.source_addr_ton
  bytes[at++] = pdu.source_addr_npi
  at = writeString(bytes, pdu.source_addr, at)
  bytes[at++] = pdu.dest_addr_ton
  bytes[at++] = pdu.dest_addr_npi
  writeString(bytes, pdu.destination_addr, at)
  return bytes
}

function shortMessage(pdu: ShortMessageRequest): Buffer {
  const d = emptyShortMessage
  const serviceType = pdu.service_type ?? d.service_type
  const source = pdu.source_addr ?? d.source_addr
  const destination = pdu.destination_addr ?? d.destination_addr
  const schedule = pdu.schedule_delivery_time ?? d.schedule_delivery_time
  const validity = pdu.validity_period ?? d.validity_period
  const text = pdu.short_message ?? d.short_message
  if (text.length > longestShortMessage) throw new RangeError('short_message is longer than 254 bytes')
  const length =
    // five strings with their ends, and twelve single bytes
    serviceType.length + source.length + destination.length + schedule.length + validity.length + 17 + text.length
  const bytes = head(pdu, COMMAND[pdu.command], length + tlvLength(pdu.tlvs))
  const { source_addr_ton = 0, source_addr_npi = 0, dest_addr_ton = 0, dest_addr_npi = 0 } = pdu
  const { esm_class = 0, protocol_id = 0, priority_flag = 0, registered_delivery = 0 } = pdu
  const { replace_if_present_flag = 0, data_coding = 0, sm_default_msg_id = 0 } = pdu
  checkBytes(source_addr_ton | source_addr_npi | dest_addr_ton | dest_addr_npi | esm_class | protocol_id)
  checkBytes(priority_flag | registered_delivery | replace_if_present_flag | data_coding | sm_default_msg_id)
  let at = writeString(bytes, serviceType, 16)
  bytes[at++] = source_addr_ton
  bytes[at++] = source_addr_npi
  at = writeString(bytes, source, at)
  bytes[at++] = dest_addr_ton
  bytes[at++] = dest_addr_npi
  at = writeString(bytes, destination, at)
  bytes[at++] = esm_class
  bytes[at++] = protocol_id
  bytes[at++] = priority_flag
  at = writeString(bytes, schedule, at)
  at = writeString(bytes, validity, at)
  bytes[at++] = registered_delivery
  bytes[at++] = replace_if_present_flag
  bytes[at++] = data_coding
  bytes[at++] = sm_default_msg_id
  bytes[at++] = text.length
  bytes.set(text, at)
  writeTlvs(bytes, at + text.length, pdu.tlvs)
  return bytes
}
