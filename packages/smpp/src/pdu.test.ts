import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodePdu, encodePdu, Framer, numberTlv, SmppDecodeError, SmppFrameError, TAG } from './index.ts'

const text = (max: number) =>
  fc.string({ unit: fc.integer({ min: 1, max: 255 }).map((n) => String.fromCharCode(n)), maxLength: max })
const byte = fc.integer({ min: 0, max: 255 })
const head = { status: fc.integer({ min: 0, max: 0xffff }), sequence: fc.integer({ min: 1, max: 0x7fffffff }) }
const tlvs = fc.array(
  fc.record({ tag: fc.integer({ min: 0, max: 0xffff }), value: fc.uint8Array({ maxLength: 40 }) }),
  {
    minLength: 1,
    maxLength: 3,
  },
)
const shortMessage = fc.record({
  command: fc.constantFrom('submit_sm' as const, 'deliver_sm' as const),
  ...head,
  service_type: text(5),
  source_addr_ton: byte,
  source_addr_npi: byte,
  source_addr: text(20),
  dest_addr_ton: byte,
  dest_addr_npi: byte,
  destination_addr: text(20),
  esm_class: byte,
  protocol_id: byte,
  priority_flag: byte,
  schedule_delivery_time: text(16),
  validity_period: text(16),
  registered_delivery: byte,
  replace_if_present_flag: byte,
  data_coding: byte,
  sm_default_msg_id: byte,
  short_message: fc.uint8Array({ maxLength: 254 }),
  tlvs,
})
const bind = fc.record({
  command: fc.constantFrom('bind_receiver' as const, 'bind_transmitter' as const, 'bind_transceiver' as const),
  ...head,
  system_id: text(15),
  password: text(8),
  system_type: text(12),
  interface_version: byte,
  addr_ton: byte,
  addr_npi: byte,
  address_range: text(40),
})
const response = fc.record({
  command: fc.constantFrom('submit_sm_resp' as const, 'deliver_sm_resp' as const),
  status: fc.constant(0),
  sequence: head.sequence,
  message_id: text(64),
})
const query = fc.record({
  command: fc.constant('query_sm' as const),
  ...head,
  message_id: text(64),
  source_addr_ton: byte,
  source_addr_npi: byte,
  source_addr: text(20),
})
const queryResponse = fc.record({
  command: fc.constant('query_sm_resp' as const),
  status: fc.constant(0),
  sequence: head.sequence,
  message_id: text(64),
  final_date: text(16),
  message_state: byte,
  error_code: byte,
})
const cancel = fc.record({
  command: fc.constant('cancel_sm' as const),
  ...head,
  service_type: text(5),
  message_id: text(64),
  source_addr_ton: byte,
  source_addr_npi: byte,
  source_addr: text(20),
  dest_addr_ton: byte,
  dest_addr_npi: byte,
  destination_addr: text(20),
})
const bindResponse = fc.record({
  command: fc.constantFrom(
    'bind_receiver_resp' as const,
    'bind_transmitter_resp' as const,
    'bind_transceiver_resp' as const,
  ),
  status: fc.constant(0),
  sequence: head.sequence,
  system_id: text(15),
  tlvs,
})
const plain = fc.record({
  command: fc.constantFrom(
    'unbind' as const,
    'unbind_resp' as const,
    'enquire_link' as const,
    'enquire_link_resp' as const,
    'cancel_sm_resp' as const,
    'generic_nack' as const,
  ),
  ...head,
})

const bytes = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, v: unknown) => (v instanceof Uint8Array ? Buffer.from(v).toString('hex') : v)))
/** Buffers turn into objects before a replacer sees them. */
const plainly = (pdu: object) =>
  bytes(
    Object.fromEntries(
      Object.entries(pdu).map(([key, value]: [string, unknown]) => [
        key,
        value instanceof Uint8Array
          ? Uint8Array.from(value)
          : key === 'tlvs'
            ? (value as { tag: number; value: Uint8Array }[]).map((t) => ({
                tag: t.tag,
                value: Uint8Array.from(t.value),
              }))
            : value,
      ]),
    ),
  )

describe('PDUs', () => {
  test('every PDU comes back as it was written', () => {
    fc.assert(
      fc.property(fc.oneof(shortMessage, bind, response, bindResponse, query, queryResponse, cancel, plain), (pdu) => {
        expect(plainly(decodePdu(encodePdu(pdu)))).toEqual(plainly(pdu))
      }),
      { numRuns: 500 },
    )
  })

  test('enquire_link is sixteen bytes, as the specification shows', () => {
    expect(encodePdu({ command: 'enquire_link', status: 0, sequence: 7 }).toString('hex')).toBe(
      '00000010000000150000000000000007',
    )
  })

  test('the specification’s own example of a bind is written byte for byte', () => {
    const bytes = encodePdu({
      command: 'bind_transmitter',
      status: 0,
      sequence: 1,
      system_id: 'SMPP3TEST',
      password: 'secret08',
      system_type: 'SUBMIT1',
      interface_version: 0,
      addr_ton: 1,
      addr_npi: 1,
      address_range: '',
    })
    expect(bytes.toString('hex')).toBe(
      '0000002f000000020000000000000001' +
        '534d5050335445535400' +
        '736563726574303800' +
        '5355424d49543100' +
        '000101' +
        '00',
    )
  })

  test('a submit_sm has its fields in the order of 4.4.1, absent ones as zeros', () => {
    const bytes = encodePdu({
      command: 'submit_sm',
      status: 0,
      sequence: 2,
      source_addr_ton: 5,
      source_addr: 'GMINA',
      dest_addr_ton: 1,
      dest_addr_npi: 1,
      destination_addr: '48600000001',
      registered_delivery: 1,
      data_coding: 8,
      short_message: Buffer.from('0105', 'hex'),
      tlvs: [numberTlv(TAG.sar_msg_ref_num, 258, 2)],
    })
    expect(bytes.toString('hex')).toBe(
      '00000039000000040000000000000002' +
        '00' +
        '0500' +
        '474d494e4100' +
        '0101' +
        '343836303030303030303100' +
        '000000' +
        '00' +
        '00' +
        '01' +
        '00' +
        '08' +
        '00' +
        '02' +
        '0105' +
        '020c00020102',
    )
  })

  test('a text that would shift the fields after it is refused', () => {
    const submit = (source_addr: string) => encodePdu({ command: 'submit_sm', status: 0, sequence: 1, source_addr })
    for (const text of ['a\0b', 'Ā', 'Żary', '€']) expect(() => submit(text)).toThrow(RangeError)
    expect(() => encodePdu({ command: 'submit_sm', status: 0, sequence: 1, esm_class: -1 })).toThrow(RangeError)
    const long = Buffer.alloc(255)
    expect(() => encodePdu({ command: 'submit_sm', status: 0, sequence: 1, short_message: long })).toThrow(RangeError)
  })

  test('an answer without a body, or without its last zero, is read', () => {
    expect(decodePdu(Buffer.from('00000010800000040000005800000003', 'hex'))).toEqual({
      command: 'submit_sm_resp',
      status: 0x58,
      sequence: 3,
      message_id: '',
    })
    expect(decodePdu(Buffer.from('0000001280000004000000000000000361' + '62', 'hex'))).toMatchObject({
      message_id: 'ab',
    })
  })

  test('a command we do not speak comes back as it was', () => {
    const pdu = { command: 'unknown' as const, id: 0x103, status: 0, sequence: 9, body: Buffer.of(1, 2, 3) }
    expect(decodePdu(encodePdu(pdu))).toEqual(pdu)
  })

  test('no bytes make the decoder throw anything but its own error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(1, 2, 4, 5, 9, 0x15, 0x80000004), (body, id) => {
        const frame = Buffer.alloc(16 + body.length)
        frame.writeUInt32BE(frame.length, 0)
        frame.writeUInt32BE(id, 4)
        frame.set(body, 16)
        try {
          decodePdu(frame)
        } catch (error) {
          expect(error).toBeInstanceOf(SmppDecodeError)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('a stream cut anywhere gives the same PDUs', () => {
    fc.assert(
      fc.property(
        fc.array(shortMessage, { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }),
        (pdus, cuts) => {
          const stream = Buffer.concat(pdus.map((pdu) => encodePdu(pdu)))
          const framer = new Framer()
          const seen: string[] = []
          for (let at = 0, i = 0; at < stream.length; i++) {
            const size = cuts[i % cuts.length] ?? 1
            framer.push(stream.subarray(at, at + size), (frame) => seen.push(frame.toString('hex')))
            at += size
          }
          expect(seen).toEqual(pdus.map((pdu) => encodePdu(pdu).toString('hex')))
        },
      ),
      { numRuns: 200 },
    )
  })

  test('a length under 16 or over the limit ends the stream', () => {
    const short = Buffer.from('0000000f', 'hex')
    const long = Buffer.from('00020000', 'hex')
    for (const stream of [short, long]) expect(() => new Framer().push(stream, () => {})).toThrow(SmppFrameError)
  })
})
