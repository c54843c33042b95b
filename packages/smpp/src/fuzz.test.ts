import { once } from 'node:events'
import net from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decodePdu, encodePdu, listen, numberTlv, SmppDecodeError, type SmppServer } from './index.ts'

const bind = encodePdu({
  command: 'bind_transceiver',
  status: 0,
  sequence: 1,
  system_id: 'town',
  password: 'good',
  system_type: '',
  interface_version: 0x34,
  addr_ton: 0,
  addr_npi: 0,
  address_range: '',
})
const submit = encodePdu({
  command: 'submit_sm',
  status: 0,
  sequence: 2,
  source_addr: 'GMINA',
  destination_addr: '48600000001',
  short_message: Buffer.from('Jutro nie ma wody'),
  tlvs: [numberTlv(0x020c, 7, 2)],
})
const accepted = encodePdu({ command: 'submit_sm_resp', status: 0, sequence: 3, message_id: 'abc' })
const ask = encodePdu({ command: 'enquire_link', status: 0, sequence: 4 })

const sender = { source_addr_ton: 1, source_addr_npi: 1, source_addr: '48500100200' }
const query = encodePdu({ command: 'query_sm', status: 0, sequence: 5, message_id: 'abc', ...sender })
const queried = encodePdu({
  command: 'query_sm_resp',
  status: 0,
  sequence: 6,
  message_id: 'abc',
  final_date: '',
  message_state: 2,
  error_code: 0,
})
const cancel = encodePdu({
  command: 'cancel_sm',
  status: 0,
  sequence: 7,
  service_type: '',
  message_id: 'abc',
  ...sender,
  dest_addr_ton: 1,
  dest_addr_npi: 1,
  destination_addr: '48600000001',
})

const valid = fc.constantFrom(bind, submit, accepted, ask, query, queried, cancel)
/** A valid PDU with some bytes changed, or its end cut off (its length still told as before, or mended). */
const spoilt = fc
  .record({
    pdu: valid,
    changes: fc.array(fc.record({ at: fc.nat(120), byte: fc.integer({ min: 0, max: 255 }) }), { maxLength: 4 }),
    cut: fc.nat(60),
    mend: fc.boolean(),
  })
  .map(({ pdu, changes, cut, mend }) => {
    const bytes = Buffer.from(pdu.subarray(0, Math.max(0, pdu.length - cut)))
    for (const { at, byte } of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte
    if (mend && bytes.length >= 16) bytes.writeUInt32BE(bytes.length, 0)
    return bytes
  })

describe('spoilt bytes', () => {
  test('make the decoder throw its own error or nothing', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          spoilt,
          fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)),
        ),
        (frame) => {
          try {
            decodePdu(frame)
          } catch (error) {
            expect(error).toBeInstanceOf(SmppDecodeError)
          }
        },
      ),
      { numRuns: 3000 },
    )
  })

  test('every prefix of a PDU is refused or read, never read beyond its end', () => {
    for (const pdu of [bind, submit, accepted, ask, query, cancel])
      for (let length = 0; length < pdu.length; length++) {
        // The bytes after the frame's end would make it whole.
        const frame = Buffer.from(pdu).subarray(0, length)
        try {
          const read = decodePdu(frame)
          expect(encodePdu(read).length).toBeLessThanOrEqual(length + 1)
        } catch (error) {
          expect(error).toBeInstanceOf(SmppDecodeError)
        }
      }
  })
})

describe('a living server', () => {
  let server: SmppServer
  let handled = 0
  const unhandled: unknown[] = []
  const note = (error: unknown) => unhandled.push(error)
  beforeAll(async () => {
    process.on('unhandledRejection', note)
    server = await listen({
      port: 0,
      authenticate: async () => 0,
      onRequest: async () => {
        handled++
        return { status: 0, message_id: 'x' }
      },
      // Short, for each run waits for them; long enough for a busy machine to serve whoever speaks well.
      bindTimeoutMs: 500,
      enquireLinkMs: 100,
      silenceMs: 500,
      responseTimeoutMs: 500,
    })
  })
  afterAll(async () => {
    await server.close()
    process.off('unhandledRejection', note)
  })

  test('survives spoilt streams in any pieces, and leaves no connection open and deaf', async () => {
    const stream = fc.record({
      bound: fc.boolean(),
      pdus: fc.array(fc.oneof({ weight: 3, arbitrary: valid }, { weight: 2, arbitrary: spoilt }), { maxLength: 8 }),
      cuts: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 10 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(stream, { minLength: 10, maxLength: 30 }), async (streams) => {
        await Promise.all(
          streams.map(async ({ bound, pdus, cuts }) => {
            const socket = net.connect(server.port, '127.0.0.1')
            const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
            socket.on('error', () => {})
            socket.resume()
            await once(socket, 'connect').catch(() => {})
            const bytes = Buffer.concat(bound ? [bind, ...pdus] : pdus)
            for (let at = 0, i = 0; at < bytes.length; i++) {
              const size = cuts[i % cuts.length] ?? 1
              socket.write(bytes.subarray(at, at + size))
              at += size
              if (i % 3 === 0) await new Promise((resolve) => setImmediate(resolve))
            }
            // It ends by itself: this side never hangs up.
            await closed
          }),
        )
      }),
      { numRuns: 8 },
    )
    expect(server.sessions.size).toBe(0)
    expect(unhandled).toEqual([])
    expect(handled).toBeGreaterThan(0)
  }, 30_000)
})
