import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodePdu, encodePdu } from '@kurenda/smpp'
import { decode } from '@kurenda/sms-text'
import { receive } from './receive.ts'

const byte = fc.integer({ min: 0, max: 255 })
const text = (maxLength: number) =>
  fc.string({ unit: fc.integer({ min: 1, max: 255 }).map((n) => String.fromCharCode(n)), maxLength })
const tags = [0x001e, 0x020c, 0x020e, 0x020f, 0x0424, 0x0427, 0x0423, 0x1400]

test('a garbled receipt is not taken for the words of a resident', () => {
  for (const line of ['', 'stat:DELIVRD', 'id:\u00a0 stat:DELIVRD', 'DELIVERED']) {
    const short_message = Buffer.from(line, 'latin1')
    const pdu = decodePdu(encodePdu({ command: 'deliver_sm', status: 0, sequence: 1, esm_class: 4, short_message }))
    if (pdu.command !== 'deliver_sm') throw new Error('another command')
    expect(receive(pdu, { connection: 'a', defaultAlphabet: 'gsm7', at: new Date(0) }), line).toBeUndefined()
  }
})

test('whatever a provider delivers is read as something, or as nothing, and never thrown at it', () => {
  const deliveries = fc.record({
    source_addr_ton: byte,
    source_addr: text(20),
    dest_addr_ton: byte,
    destination_addr: text(20),
    esm_class: byte,
    data_coding: byte,
    short_message: fc.oneof(
      fc.uint8Array({ maxLength: 254 }),
      text(120).map((words) => Buffer.from(`id:${words} stat:DELIVRD err:000 text:`, 'latin1')),
    ),
    tlvs: fc.array(fc.record({ tag: fc.constantFrom(...tags), value: fc.uint8Array({ maxLength: 60 }) }), {
      maxLength: 4,
    }),
  })
  fc.assert(
    fc.property(deliveries, fc.constantFrom('gsm7' as const, 'latin1' as const), (fields, defaultAlphabet) => {
      const frame = encodePdu({ command: 'deliver_sm', status: 0, sequence: 1, ...fields })
      const pdu = decodePdu(frame)
      if (pdu.command !== 'deliver_sm') throw new Error('another command')
      const incoming = receive(pdu, {
        connection: 'a',
        defaultAlphabet,
        at: new Date(0),
      })
      if (incoming?.is === 'message' && 'bytes' in incoming.content) {
        const { coding, bytes, part } = incoming.content
        expect(typeof decode(coding, bytes)).toBe('string')
        if (part) expect(part.number).toBeLessThanOrEqual(part.total)
        // Not a view of the socket's buffer, which is used again.
        expect(bytes.buffer).not.toBe(frame.buffer)
      }
      if (incoming?.is === 'receipt') expect(incoming.ref).not.toBe('')
    }),
    { numRuns: 3000 },
  )
})
