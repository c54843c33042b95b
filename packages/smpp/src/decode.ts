import { COMMAND, type CommandName, type Pdu } from './pdu.ts'
import { STATUS } from './status.ts'
import type { Tlv } from './tlv.ts'

/** A PDU that cannot be read, with what to answer. */
export class SmppDecodeError extends Error {
  readonly commandId: number
  readonly sequence: number
  /** The command_status to answer with. */
  readonly status: number
  constructor(message: string, commandId: number, sequence: number, status: number) {
    super(message)
    this.name = 'SmppDecodeError'
    this.commandId = commandId
    this.sequence = sequence
    this.status = status
  }
}

const names = new Map<number, CommandName>(Object.entries(COMMAND).map(([name, id]) => [id, name as CommandName]))

/**
 * Reads one whole PDU (its first four bytes are its length).
 * @throws SmppDecodeError and nothing else
 */
export function decodePdu(frame: Buffer): Pdu {
  if (frame.length < 16) throw new SmppDecodeError('shorter than a header', 0, 0, STATUS.ESME_RINVCMDLEN)
  const id = frame.readUInt32BE(4)
  const status = frame.readUInt32BE(8)
  const sequence = frame.readUInt32BE(12)
  const command = names.get(id)
  if (!command) return { command: 'unknown', id, status, sequence, body: frame.subarray(16) }
  const reader = new Reader(frame, id, sequence)
  switch (command) {
    case 'unbind':
    case 'unbind_resp':
    case 'enquire_link':
    case 'enquire_link_resp':
    case 'cancel_sm_resp':
    case 'generic_nack':
      return { command, status, sequence }
    case 'bind_receiver':
    case 'bind_transmitter':
    case 'bind_transceiver':
      return {
        command,
        status,
        sequence,
        system_id: reader.string(),
        password: reader.string(),
        system_type: reader.string(),
        interface_version: reader.byte(),
        addr_ton: reader.byte(),
        addr_npi: reader.byte(),
        address_range: reader.string(),
      }
    case 'bind_receiver_resp':
    case 'bind_transmitter_resp':
    case 'bind_transceiver_resp':
      return { command, status, sequence, system_id: reader.optionalString(), ...reader.readableTlvs() }
    case 'submit_sm_resp':
    case 'deliver_sm_resp':
      return { command, status, sequence, message_id: reader.optionalString(), ...reader.readableTlvs() }
    case 'query_sm':
      return {
        command,
        status,
        sequence,
        message_id: reader.string(),
        source_addr_ton: reader.byte(),
        source_addr_npi: reader.byte(),
        source_addr: reader.string(),
      }
    case 'query_sm_resp':
      // 4.8.2; a refusal comes without a body.
      return {
        command,
        status,
        sequence,
        message_id: reader.optionalString(),
        final_date: reader.optionalString(),
        message_state: reader.optionalByte(),
        error_code: reader.optionalByte(),
      }
    case 'cancel_sm':
      return {
        command,
        status,
        sequence,
        service_type: reader.string(),
        message_id: reader.string(),
        source_addr_ton: reader.byte(),
        source_addr_npi: reader.byte(),
        source_addr: reader.string(),
        dest_addr_ton: reader.byte(),
        dest_addr_npi: reader.byte(),
        destination_addr: reader.string(),
      }
    case 'submit_sm':
    case 'deliver_sm':
      return {
        command,
        status,
        sequence,
        service_type: reader.string(),
        source_addr_ton: reader.byte(),
        source_addr_npi: reader.byte(),
        source_addr: reader.string(),
        dest_addr_ton: reader.byte(),
        dest_addr_npi: reader.byte(),
        destination_addr: reader.string(),
        esm_class: reader.byte(),
        protocol_id: reader.byte(),
        priority_flag: reader.byte(),
        schedule_delivery_time: reader.string(),
        validity_period: reader.string(),
        registered_delivery: reader.byte(),
        replace_if_present_flag: reader.byte(),
        data_coding: reader.byte(),
        sm_default_msg_id: reader.byte(),
        short_message: reader.bytes(reader.byte()),
        ...reader.tlvs(),
      }
  }
}

class Reader {
  readonly #frame: Buffer
  readonly #id: number
  readonly #sequence: number
  #at = 16

  constructor(frame: Buffer, id: number, sequence: number) {
    this.#frame = frame
    this.#id = id
    this.#sequence = sequence
  }

  #fail(message: string, status: number): SmppDecodeError {
    return new SmppDecodeError(message, this.#id, this.#sequence, status)
  }

  byte(): number {
    const byte = this.#frame[this.#at++]
    if (byte === undefined) throw this.#fail('ends within a field', STATUS.ESME_RINVCMDLEN)
    return byte
  }

  bytes(length: number): Uint8Array {
    const end = this.#at + length
    if (end > this.#frame.length) throw this.#fail('ends within a field', STATUS.ESME_RINVMSGLEN)
    const bytes = this.#frame.subarray(this.#at, end)
    this.#at = end
    return bytes
  }

  string(): string {
    const end = this.#frame.indexOf(0, this.#at)
    if (end < 0) throw this.#fail('a string without its end', STATUS.ESME_RINVCMDLEN)
    const text = end === this.#at ? '' : this.#frame.toString('latin1', this.#at, end)
    this.#at = end + 1
    return text
  }

  /** Zero where the body has ended. */
  optionalByte(): number {
    return this.#at < this.#frame.length ? this.byte() : 0
  }

  /** Responses to failed requests come without a body, and some peers leave the last zero out. */
  optionalString(): string {
    if (this.#at >= this.#frame.length) return ''
    if (this.#frame.indexOf(0, this.#at) >= 0) return this.string()
    const text = this.#frame.toString('latin1', this.#at)
    this.#at = this.#frame.length
    return text
  }

  /**
   * Those that are whole. A response is believed even where its end is malformed: a message that the provider took
   * must not be sent again because of some stray bytes.
   */
  readableTlvs(): { tlvs?: Tlv[] } {
    return this.tlvs(true)
  }

  tlvs(lenient = false): { tlvs?: Tlv[] } {
    if (this.#at >= this.#frame.length) return {}
    const tlvs: Tlv[] = []
    while (this.#at < this.#frame.length) {
      const start = this.#at + 4
      const end = start <= this.#frame.length ? start + this.#frame.readUInt16BE(this.#at + 2) : Infinity
      if (end > this.#frame.length) {
        if (lenient) break
        throw this.#fail('a cut optional parameter', STATUS.ESME_RINVOPTPARSTREAM)
      }
      tlvs.push({ tag: this.#frame.readUInt16BE(this.#at), value: this.#frame.subarray(start, end) })
      this.#at = end
    }
    return tlvs.length > 0 ? { tlvs } : {}
  }
}
