/** The little of the npm package `smpp` that the tests speak with. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events'
  import type { Server as NetServer } from 'node:net'

  interface PDU {
    command: string
    command_status: number
    sequence_number: number
    system_id?: string
    password?: string
    message_id?: string
    source_addr?: string
    destination_addr?: string
    esm_class?: number
    data_coding?: number
    receipted_message_id?: string
    message_state?: number
    error_code?: number
    final_date?: string | Date
    message_payload?: { message: string | Buffer; udh?: Buffer[] }
    short_message?: { message: string | Buffer; udh?: Buffer[] }
    response(fields?: Record<string, unknown>): PDU
  }
  interface Session extends EventEmitter {
    bind_transceiver(fields: Record<string, unknown>, answer: (pdu: PDU) => void): boolean
    submit_sm(fields: Record<string, unknown>, answer: (pdu: PDU) => void): boolean
    deliver_sm(fields: Record<string, unknown>, answer: (pdu: PDU) => void): boolean
    enquire_link(answer: (pdu: PDU) => void): boolean
    unbind(answer: (pdu: PDU) => void): boolean
    send(pdu: PDU): boolean
    close(): void
    destroy(): void
  }
  const smpp: {
    createServer: (listener: (session: Session) => void) => NetServer
    connect: (options: { host: string; port: number }, listener: () => void) => Session
  }
  export default smpp
  export type { PDU, Session }
}
