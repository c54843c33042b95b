import type { ShortMessageFields } from './pdu.ts'
import { findTlv, numberTlv, stringTlv, TAG, tlvNumber, type Tlv } from './tlv.ts'

export interface Receipt {
  /** As the peer wrote it. */
  id: string
  /** Every spelling under which the submit's answer may have named it; the first is canonical. */
  ids: string[]
  state: 'delivered' | 'failed' | 'expired' | 'buffered' | 'unknown'
  /** E.g. `DELIVRD`. */
  stat: string
  err?: string
  text?: string
}

const states: Record<string, Receipt['state']> = {
  DELIVRD: 'delivered',
  DELIVERED: 'delivered',
  EXPIRED: 'expired',
  DELETED: 'failed',
  UNDELIV: 'failed',
  UNDELIVERABLE: 'failed',
  REJECTD: 'failed',
  REJECTED: 'failed',
  FAILED: 'failed',
  ACCEPTD: 'buffered',
  ACCEPTED: 'buffered',
  ENROUTE: 'buffered',
  BUFFERED: 'buffered',
  UNKNOWN: 'unknown',
}
/** message_state (5.2.28). */
const byNumber = ['', 'ENROUTE', 'DELIVRD', 'EXPIRED', 'DELETED', 'UNDELIV', 'ACCEPTD', 'UNKNOWN', 'REJECTD']
/** esm_class bits 2–5: 0001 receipt, 1000 intermediate notification (5.2.12). */
const receiptBits = 0x04
const notificationBits = 0x20
const typeMask = 0x3c

/**
 * The spellings of one id: providers answer a submit in hexadecimal and write the receipt in decimal, or the other way
 * round, with or without leading zeros. The first one is canonical: lower case, without leading zeros.
 */
export function canonicalIds(id: string): string[] {
  const plain = id
    .trim()
    .toLowerCase()
    .replace(/^0+(?=.)/, '')
  const ids = [plain]
  if (/^\d{1,20}$/.test(plain)) ids.push(BigInt(plain).toString(16))
  if (/^[0-9a-f]{1,16}$/.test(plain)) ids.push(BigInt(`0x${plain}`).toString())
  return [...new Set(ids)]
}

/** Reads a delivery receipt; undefined where the message is no receipt. The TLVs win over the text (Appendix B is not normative). */
export function readReceipt(sm: ShortMessageFields): Receipt | undefined {
  const type = sm.esm_class & typeMask
  const content =
    sm.short_message.length > 0 ? sm.short_message : (findTlv(sm.tlvs, TAG.message_payload) ?? sm.short_message)
  const text = Buffer.from(content).toString('latin1')
  const written = /(?:^|\s)id:\s*(\S+)/i.exec(text)?.[1]
  const stat = /\bstat:\s*([A-Za-z]+)/i.exec(text)?.[1]?.toUpperCase()
  const marked = type === receiptBits || type === notificationBits
  // Some providers leave esm_class at 0; then only the whole shape is believed.
  if (!marked && (type !== 0 || written === undefined || stat === undefined)) return undefined
  const told = findTlv(sm.tlvs, TAG.receipted_message_id)
  const id = (told ? Buffer.from(told).toString('latin1').replace(/\0.*$/s, '') : '') || written
  if (!id) return undefined
  const number = tlvNumber(sm.tlvs, TAG.message_state)
  const name = (number !== undefined ? byNumber[number] : undefined) || stat || 'UNKNOWN'
  const err = /\berr:\s*(\S+)/i.exec(text)?.[1]
  const repeated = /\btext:(.*)$/is.exec(text)?.[1]
  return {
    id,
    ids: canonicalIds(id),
    state: states[name] ?? 'unknown',
    stat: name,
    ...(err !== undefined && { err }),
    ...(repeated && { text: repeated }),
  }
}

function stamp(at: Date): string {
  return at.toISOString().replace(/[-:T]/g, '').slice(2, 12)
}

/** A receipt as providers write it (Appendix B), with its TLVs. */
export function writeReceipt(receipt: {
  id: string
  stat: string
  err?: string
  submittedAt: Date
  doneAt: Date
  text?: string
}): { short_message: Uint8Array; esm_class: number; tlvs: Tlv[] } {
  const { id, stat, err = '000', submittedAt, doneAt, text = '' } = receipt
  const delivered = stat === 'DELIVRD' ? '001' : '000'
  const line = `id:${id} sub:001 dlvrd:${delivered} submit date:${stamp(submittedAt)} done date:${stamp(doneAt)} stat:${stat} err:${err} text:${text.slice(0, 20)}`
  const state = byNumber.indexOf(stat)
  return {
    short_message: Buffer.from(line, 'latin1'),
    esm_class: receiptBits,
    tlvs: [stringTlv(TAG.receipted_message_id, id), numberTlv(TAG.message_state, state > 0 ? state : 7, 1)],
  }
}
