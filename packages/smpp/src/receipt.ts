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
  /** The beginning of the message, as the provider repeats it. */
  text?: string
  /** `YYYY-MM-DDThh:mm[:ss]` on the provider's clock, whose zone no receipt tells. */
  readonly submitted: string | undefined
  readonly done: string | undefined
}

const states: Record<string, Receipt['state']> = {
  DELIVRD: 'delivered',
  DELIVERED: 'delivered',
  EXPIRED: 'expired',
  EXPIRD: 'expired',
  DELETED: 'failed',
  UNDELIV: 'failed',
  UNDELIVRD: 'failed',
  UNDELIVERED: 'failed',
  UNDELIVERABLE: 'failed',
  REJECTD: 'failed',
  REJECTED: 'failed',
  REJECT: 'failed',
  FAILED: 'failed',
  SKIPPED: 'failed',
  ACCEPTD: 'buffered',
  ACCEPTED: 'buffered',
  ENROUTE: 'buffered',
  BUFFERED: 'buffered',
  SCHEDULED: 'buffered',
  PENDING: 'buffered',
  QUEUED: 'buffered',
  SENT: 'buffered',
  UNKNOWN: 'unknown',
}
/** message_state (5.2.28; 0 and 9 are of SMPP 5.0, 4.7.15). */
const byNumber = [
  'SCHEDULED',
  'ENROUTE',
  'DELIVRD',
  'EXPIRED',
  'DELETED',
  'UNDELIV',
  'ACCEPTD',
  'UNKNOWN',
  'REJECTD',
  'SKIPPED',
]
/** What a message_state says (of query_sm_resp, or of the parameter of that name). */
export function stateOf(messageState: number): Receipt['state'] {
  return states[byNumber[messageState] ?? 'UNKNOWN'] ?? 'unknown'
}

/** The message_state of a state's name, e.g. 2 for `DELIVRD`; that of `UNKNOWN` for a name that has none. */
export function messageState(stat: string): number {
  const state = byNumber.indexOf(stat)
  return state >= 0 ? state : byNumber.indexOf('UNKNOWN')
}

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
  // Both stay below 2^53 where the fast way is taken.
  if (/^\d{1,20}$/.test(plain)) ids.push((plain.length <= 15 ? Number(plain) : BigInt(plain)).toString(16))
  if (/^[0-9a-f]{1,16}$/.test(plain))
    ids.push((plain.length <= 13 ? Number.parseInt(plain, 16) : BigInt(`0x${plain}`)).toString())
  return ids.filter((spelling, i) => ids.indexOf(spelling) === i)
}

/** The receipt's own words, and what it repeats of the message, which may look like such words. */
function readText(sm: ShortMessageFields): { head: string; repeated: string } {
  const payload = findTlv(sm.tlvs, TAG.message_payload)
  const { buffer, byteOffset, byteLength } = sm.short_message.length > 0 || !payload ? sm.short_message : payload
  const content = Buffer.from(buffer, byteOffset, byteLength)
  // Some providers write the receipt of a UCS-2 message in UCS-2.
  const wide = sm.data_coding === 8 && content.length % 2 === 0
  const text = wide ? Buffer.from(content).swap16().toString('utf16le') : content.toString('latin1')
  const head = text.slice(0, /\btext:/i.exec(text)?.index)
  return { head, repeated: text.slice(head.length + 'text:'.length) }
}

const submitDate = /\bsubmit[ _]?date:\s*(\d{10,14})/i
const doneDate = /\bdone[ _]?date:\s*(\d{10,14})/i

/** `YYMMDDhhmm[ss]`, or the same with the century. */
function readStamp(head: string, label: RegExp): string | undefined {
  const digits = label.exec(head)?.[1]
  const match = /^(20\d\d|\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?$/.exec(digits ?? '')
  if (!match) return undefined
  const [, year = '', month, day, hour, minute, second] = match
  return `${year.padStart(4, '20')}-${month}-${day}T${hour}:${minute}${second === undefined ? '' : `:${second}`}`
}

/** The state's name by its TLV, else by the text: a word, or message_state as a number. */
function readStat(sm: ShortMessageFields, written: string | undefined): string {
  const number = tlvNumber(sm.tlvs, TAG.message_state) ?? (/^\d$/.test(written ?? '') ? Number(written) : undefined)
  return (number === undefined ? undefined : byNumber[number]) ?? written ?? 'UNKNOWN'
}

/** Whether the provider marked it as a receipt, readable or not: then it is nothing that a person wrote. */
export function isMarkedReceipt({ esm_class }: Pick<ShortMessageFields, 'esm_class'>): boolean {
  const type = esm_class & typeMask
  return type === receiptBits || type === notificationBits
}

/** Reads a delivery receipt; undefined where the message is no receipt, or one that names no message. The TLVs win over the text (Appendix B is not normative). */
export function readReceipt(sm: ShortMessageFields): Receipt | undefined {
  const type = sm.esm_class & typeMask
  const marked = isMarkedReceipt(sm)
  if (!marked && type !== 0) return undefined
  const { head, repeated } = readText(sm)
  // An id that was left empty must not be taken from the next field.
  const written = /(?:^|\s)id:\s*(?!(?:sub|dlvrd|submit|done|stat|err|text)[:\s])(\S+)/i.exec(head)?.[1]
  const stat = /\bstat:\s*([A-Za-z]+|\d)/i.exec(head)?.[1]?.toUpperCase()
  // Some providers leave esm_class at 0; then only the whole shape is believed.
  if (!marked && (written === undefined || stat === undefined)) return undefined
  const told = findTlv(sm.tlvs, TAG.receipted_message_id)
  const id = (told ? Buffer.from(told).toString('latin1').replace(/\0.*$/s, '') : '') || written
  const ids = canonicalIds(id ?? '')
  if (!id || ids[0] === '') return undefined
  const name = readStat(sm, stat)
  const err = /\berr:\s*(\S+)/i.exec(head)?.[1]
  return {
    id,
    ids,
    state: states[name] ?? 'unknown',
    stat: name,
    ...(err !== undefined && { err }),
    ...(repeated !== '' && { text: repeated }),
    // Read only where they are wanted: twenty thousand receipts a second come without.
    get submitted() {
      return readStamp(head, submitDate)
    },
    get done() {
      return readStamp(head, doneDate)
    },
  }
}

function stamp(at: Date): string {
  return at.toISOString().replace(/[-:T]/g, '').slice(2, 12)
}

/** A receipt as providers write it (Appendix B), with its TLVs; times in UTC, the text cut to 20 characters. */
export function writeReceipt(receipt: {
  id: string
  stat: string
  err?: string
  submittedAt: Date
  doneAt: Date
  text?: string
  /** How many parts were submitted and delivered. Default 1, and 1 or 0 by `stat`. */
  sub?: number
  dlvrd?: number
}): { short_message: Uint8Array; esm_class: number; tlvs: Tlv[] } {
  const { id, stat, err = '000', submittedAt, doneAt, text = '', sub = 1 } = receipt
  const dlvrd = receipt.dlvrd ?? (stat === 'DELIVRD' ? 1 : 0)
  const three = (count: number) => String(count).padStart(3, '0')
  const counts = `sub:${three(sub)} dlvrd:${three(dlvrd)}`
  const dates = `submit date:${stamp(submittedAt)} done date:${stamp(doneAt)}`
  const line = `id:${id} ${counts} ${dates} stat:${stat} err:${err} text:${text.slice(0, 20)}`
  return {
    short_message: Buffer.from(line, 'latin1'),
    esm_class: receiptBits,
    tlvs: [stringTlv(TAG.receipted_message_id, id), numberTlv(TAG.message_state, messageState(stat), 1)],
  }
}
