import type { ShortMessageFields } from './pdu.ts'
import { readCoding, type SmsCoding } from './coding.ts'
import { findTlv, numberTlv, TAG, tlvNumber } from './tlv.ts'

export type Concatenation = 'udh8' | 'udh16' | 'sar'

const udhi = 0x40

/**
 * The fields of each part's PDU. Parts come encoded and cut (153 septets or 134 bytes); one part gets no header.
 * `reference`: tells the parts of one message from another's; its lowest 8 or 16 bits are used.
 * @throws RangeError over 255 parts. Source: 3GPP TS 23.040, 9.2.3.24.1 and .8; SMPP 3.4, 5.3.2.22–24.
 */
export function concatenate(
  parts: readonly Uint8Array[],
  encoding: 'gsm7' | 'ucs2',
  reference: number,
  mode: Concatenation,
): Pick<ShortMessageFields, 'short_message' | 'data_coding' | 'esm_class' | 'tlvs'>[] {
  if (parts.length > 255) throw new RangeError('a message of more than 255 parts')
  const data_coding = encoding === 'ucs2' ? 8 : 0
  return parts.map((part, index) => {
    if (parts.length === 1) return { short_message: part, data_coding, esm_class: 0 }
    if (mode === 'sar')
      return {
        short_message: part,
        data_coding,
        esm_class: 0,
        tlvs: [
          numberTlv(TAG.sar_msg_ref_num, reference & 0xffff, 2),
          numberTlv(TAG.sar_total_segments, parts.length, 1),
          numberTlv(TAG.sar_segment_seqnum, index + 1, 1),
        ],
      }
    const header =
      mode === 'udh8'
        ? [5, 0, 3, reference & 0xff, parts.length, index + 1]
        : [6, 8, 4, (reference >> 8) & 0xff, reference & 0xff, parts.length, index + 1]
    return { short_message: Buffer.concat([Uint8Array.from(header), part]), data_coding, esm_class: udhi }
  })
}

/**
 * The fields of one PDU that carries a whole long text in message_payload (SMPP 3.4, 5.3.2.32); its parts come as for
 * `concatenate`.
 */
export function payload(
  parts: readonly Uint8Array[],
  encoding: 'gsm7' | 'ucs2',
): Pick<ShortMessageFields, 'short_message' | 'data_coding' | 'esm_class' | 'tlvs'> {
  return {
    short_message: new Uint8Array(0),
    data_coding: encoding === 'ucs2' ? 8 : 0,
    esm_class: 0,
    tlvs: [{ tag: TAG.message_payload, value: Buffer.concat(parts) }],
  }
}

export interface ReadPart {
  coding: SmsCoding
  /** The content without its header. */
  bytes: Uint8Array
  part?: { reference: number; total: number; number: number }
}

/** Reads a short message's content: header, sar parameters, message_payload. A malformed header is read as text. */
export function readPart(sm: ShortMessageFields, defaultAlphabet: 'gsm7' | 'latin1' = 'gsm7'): ReadPart {
  const coding = readCoding(sm.data_coding, defaultAlphabet)
  const payload = findTlv(sm.tlvs, TAG.message_payload)
  const bytes = payload && sm.short_message.length === 0 ? payload : sm.short_message
  if (sm.esm_class & udhi) {
    const read = readHeader(bytes)
    if (read) return { coding, ...read }
  }
  const reference = tlvNumber(sm.tlvs, TAG.sar_msg_ref_num)
  const total = tlvNumber(sm.tlvs, TAG.sar_total_segments)
  const number = tlvNumber(sm.tlvs, TAG.sar_segment_seqnum)
  return { coding, bytes, ...(reference !== undefined && place(reference, total, number)) }
}

function place(
  reference: number,
  total: number | undefined,
  number: number | undefined,
): { part?: { reference: number; total: number; number: number } } {
  if (total === undefined || number === undefined || total < 2 || number < 1 || number > total) return {}
  return { part: { reference, total, number } }
}

function readHeader(bytes: Uint8Array): Omit<ReadPart, 'coding'> | undefined {
  const length = bytes[0]
  if (length === undefined || length + 1 > bytes.length) return undefined
  const content = bytes.subarray(length + 1)
  for (let at = 1; at + 2 <= length + 1;) {
    const [element, size] = [bytes[at], bytes[at + 1]]
    if (element === undefined || size === undefined || at + 2 + size > length + 1) return undefined
    const value = bytes.subarray(at + 2, at + 2 + size)
    const wide = element === 8 && size === 4
    if (wide || (element === 0 && size === 3)) {
      const [a = 0, b = 0, c = 0, d = 0] = value
      const reference = wide ? a * 256 + b : a
      const [total, number] = wide ? [c, d] : [b, c]
      return { bytes: content, ...place(reference, total, number) }
    }
    at += 2 + size
  }
  return { bytes: content }
}
