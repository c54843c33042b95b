/** An optional parameter (SMPP 3.4, 5.3). */
export interface Tlv {
  tag: number
  value: Uint8Array
}

/** Tags that Kurenda reads or writes (5.3.2). */
export const TAG = {
  sar_msg_ref_num: 0x020c,
  sar_total_segments: 0x020e,
  sar_segment_seqnum: 0x020f,
  receipted_message_id: 0x001e,
  message_payload: 0x0424,
  message_state: 0x0427,
  network_error_code: 0x0423,
  sc_interface_version: 0x0210,
} as const

export function findTlv(tlvs: readonly Tlv[] | undefined, tag: number): Uint8Array | undefined {
  return tlvs?.find((tlv) => tlv.tag === tag)?.value
}

/** The big-endian number that a TLV holds; undefined where it is absent or longer than 4 bytes. */
export function tlvNumber(tlvs: readonly Tlv[] | undefined, tag: number): number | undefined {
  const value = findTlv(tlvs, tag)
  if (!value || value.length === 0 || value.length > 4) return undefined
  return value.reduce((sum, byte) => sum * 256 + byte, 0)
}

/** A number as TLV of `width` bytes. */
export function numberTlv(tag: number, number: number, width: 1 | 2): Tlv {
  return { tag, value: width === 1 ? Uint8Array.of(number) : Uint8Array.of(number >> 8, number & 0xff) }
}

/** A C-octet string as TLV. */
export function stringTlv(tag: number, text: string): Tlv {
  return { tag, value: Buffer.from(`${text}\0`, 'latin1') }
}
