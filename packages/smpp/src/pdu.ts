import type { Tlv } from './tlv.ts'

/** command_id of each operation that Kurenda speaks (SMPP 3.4, 5.1.2.1). */
export const COMMAND = {
  generic_nack: 0x80000000,
  bind_receiver: 0x00000001,
  bind_receiver_resp: 0x80000001,
  bind_transmitter: 0x00000002,
  bind_transmitter_resp: 0x80000002,
  query_sm: 0x00000003,
  query_sm_resp: 0x80000003,
  submit_sm: 0x00000004,
  submit_sm_resp: 0x80000004,
  deliver_sm: 0x00000005,
  deliver_sm_resp: 0x80000005,
  unbind: 0x00000006,
  unbind_resp: 0x80000006,
  cancel_sm: 0x00000008,
  cancel_sm_resp: 0x80000008,
  bind_transceiver: 0x00000009,
  bind_transceiver_resp: 0x80000009,
  enquire_link: 0x00000015,
  enquire_link_resp: 0x80000015,
} as const

export type CommandName = keyof typeof COMMAND

export interface BindFields {
  system_id: string
  password: string
  system_type: string
  interface_version: number
  addr_ton: number
  addr_npi: number
  address_range: string
}

/** The body that submit_sm and deliver_sm share (4.4.1, 4.6.1). */
export interface ShortMessageFields {
  service_type: string
  source_addr_ton: number
  source_addr_npi: number
  source_addr: string
  dest_addr_ton: number
  dest_addr_npi: number
  destination_addr: string
  esm_class: number
  protocol_id: number
  priority_flag: number
  schedule_delivery_time: string
  validity_period: string
  registered_delivery: number
  replace_if_present_flag: number
  data_coding: number
  sm_default_msg_id: number
  short_message: Uint8Array
  tlvs?: Tlv[]
}

/** The body of query_sm (4.8.1): the message's id, and its sender as it was submitted. */
export interface QueryFields {
  message_id: string
  source_addr_ton: number
  source_addr_npi: number
  source_addr: string
}

/** The body of query_sm_resp (4.8.2). */
export interface QueryResult {
  message_id: string
  /** When it came to its end, as SMPP writes times; empty while it has not. */
  final_date: string
  message_state: number
  /** The network's own code of a failure. */
  error_code: number
}

/** The body of cancel_sm (4.9.1). */
export interface CancelFields extends QueryFields {
  service_type: string
  dest_addr_ton: number
  dest_addr_npi: number
  destination_addr: string
}

export const emptyShortMessage: ShortMessageFields = {
  service_type: '',
  source_addr_ton: 0,
  source_addr_npi: 0,
  source_addr: '',
  dest_addr_ton: 0,
  dest_addr_npi: 0,
  destination_addr: '',
  esm_class: 0,
  protocol_id: 0,
  priority_flag: 0,
  schedule_delivery_time: '',
  validity_period: '',
  registered_delivery: 0,
  replace_if_present_flag: 0,
  data_coding: 0,
  sm_default_msg_id: 0,
  short_message: new Uint8Array(0),
}

export type BindCommand = 'bind_receiver' | 'bind_transmitter' | 'bind_transceiver'
type Plain = 'unbind' | 'unbind_resp' | 'enquire_link' | 'enquire_link_resp' | 'cancel_sm_resp' | 'generic_nack'

interface Head {
  status: number
  sequence: number
}
export type BindPdu = Head & { command: BindCommand } & BindFields
export type BindRespPdu = Head & { command: `${BindCommand}_resp`; system_id: string; tlvs?: Tlv[] }
export type ShortMessagePdu = Head & { command: 'submit_sm' | 'deliver_sm' } & ShortMessageFields
export type ShortMessageRespPdu = Head & {
  command: 'submit_sm_resp' | 'deliver_sm_resp'
  message_id: string
  tlvs?: Tlv[]
}
export type QueryPdu = Head & { command: 'query_sm' } & QueryFields
export type QueryRespPdu = Head & { command: 'query_sm_resp' } & QueryResult
export type CancelPdu = Head & { command: 'cancel_sm' } & CancelFields
export type PlainPdu = Head & { command: Plain }
export type UnknownPdu = Head & { command: 'unknown'; id: number; body: Uint8Array }
export type Pdu =
  | BindPdu
  | BindRespPdu
  | ShortMessagePdu
  | ShortMessageRespPdu
  | QueryPdu
  | QueryRespPdu
  | CancelPdu
  | PlainPdu
  | UnknownPdu

/** A request as its sender gives it: sequence and status are the session's. */
export type Request =
  | ({ command: BindCommand } & BindFields)
  | ({ command: 'submit_sm' | 'deliver_sm' } & Partial<ShortMessageFields>)
  | ({ command: 'query_sm' } & QueryFields)
  | ({ command: 'cancel_sm' } & CancelFields)
  | { command: 'unbind' | 'enquire_link' }
