import { describe, expect, test } from 'vitest'
import {
  canonicalIds,
  concatenate,
  readPart,
  readReceipt,
  stringTlv,
  numberTlv,
  TAG,
  writeReceipt,
  type ShortMessageFields,
} from './index.ts'
import { emptyShortMessage } from './pdu.ts'

const sm = (text: string, more: Partial<ShortMessageFields> = {}): ShortMessageFields => ({
  ...emptyShortMessage,
  esm_class: 4,
  short_message: Buffer.from(text, 'latin1'),
  ...more,
})

describe('receipts', () => {
  test.each([
    [
      'id:1234567890 sub:001 dlvrd:001 submit date:2611261030 done date:2611261031 stat:DELIVRD err:000 text:Dzien',
      '1234567890',
      'delivered',
    ],
    ['id:0A1B2C sub:001 dlvrd:000 submit date:1 done date:2 stat:UNDELIV err:011 text:', '0A1B2C', 'failed'],
    ['id:77 stat:EXPIRED err:27', '77', 'expired'],
    ['id:77 stat:REJECTD', '77', 'failed'],
    ['id:77 stat:DELETED', '77', 'failed'],
    ['id:77 stat:ACCEPTD', '77', 'buffered'],
    ['id:77 stat:ENROUTE', '77', 'buffered'],
    ['id:77 stat:UNKNOWN', '77', 'unknown'],
    ['ID:aa-bb-cc SUB:1 DLVRD:1 STAT:DELIVRD ERR:0 TEXT:x', 'aa-bb-cc', 'delivered'],
    ['id: 5511 sub:001 stat: DELIVRD', '5511', 'delivered'],
    ['id:9 sub:001 dlvrd:001 stat:Delivrd text:id:8 stat:UNDELIV', '9', 'delivered'],
    ['id:00042 stat:UNDELIVERABLE', '00042', 'failed'],
    ['id:5f2a-11 sub:1 dlvrd:0 submit date:20261126103000 done date:20261126103100 stat:5 err:1', '5f2a-11', 'failed'],
    ['id:77 sub:000 dlvrd:000 stat:UNDELIVRD err:000 Text:', '77', 'failed'],
    ['id:77 stat:SOMETHING', '77', 'unknown'],
  ])('%s', (text, id, state) => {
    expect(readReceipt(sm(text))).toMatchObject({ id, state })
  })

  test('a receipt written in UCS-2 is read', () => {
    const short_message = Buffer.from('id:77 stat:DELIVRD err:000 text:Cześć', 'utf16le').swap16()
    expect(readReceipt(sm('', { data_coding: 8, short_message }))).toMatchObject({
      id: '77',
      state: 'delivered',
      text: 'Cześć',
    })
  })

  test('a receipt in message_payload, or in parameters alone, is read', () => {
    const payload = { tag: TAG.message_payload, value: Buffer.from('id:77 stat:EXPIRED') }
    expect(readReceipt(sm('', { tlvs: [payload] }))).toMatchObject({ id: '77', state: 'expired' })
    const tlvs = [stringTlv(TAG.receipted_message_id, '77'), numberTlv(TAG.message_state, 8, 1)]
    expect(readReceipt(sm('', { tlvs }))).toMatchObject({ id: '77', state: 'failed', stat: 'REJECTD' })
  })

  test('the message that a receipt repeats is not taken for the receipt’s own words', () => {
    expect(readReceipt(sm('id:9 stat:UNDELIV text:err:5 done date:2611261030'))).toEqual({
      id: '9',
      ids: ['9'],
      state: 'failed',
      stat: 'UNDELIV',
      text: 'err:5 done date:2611261030',
    })
  })

  test('the provider’s dates are read in both lengths', () => {
    expect(readReceipt(sm('id:9 submit date:2611261030 done date:261126103105 stat:DELIVRD'))).toMatchObject({
      submitted: '2026-11-26T10:30',
      done: '2026-11-26T10:31:05',
    })
    expect(readReceipt(sm('id:9 submit date:20261126103000 stat:DELIVRD'))).toMatchObject({
      submitted: '2026-11-26T10:30:00',
    })
  })

  test('the optional parameters win over the text', () => {
    const tlvs = [stringTlv(TAG.receipted_message_id, 'real'), numberTlv(TAG.message_state, 2, 1)]
    expect(readReceipt(sm('id:other stat:UNDELIV', { tlvs }))).toMatchObject({ id: 'real', state: 'delivered' })
  })

  test('a resident who writes "id:" is no receipt', () => {
    expect(readReceipt(sm('mój id:12 nie działa', { esm_class: 0 }))).toBeUndefined()
  })

  test('a receipt without its mark is known by its shape', () => {
    expect(readReceipt(sm('id:12 sub:001 stat:DELIVRD', { esm_class: 0 }))).toMatchObject({ id: '12' })
  })

  test('decimal and hexadecimal spellings of one id meet', () => {
    expect(canonicalIds('255')).toContain('ff')
    expect(canonicalIds('FF')).toContain('255')
    expect(canonicalIds('000ff')[0]).toBe('ff')
  })

  test('what we write we read', () => {
    const at = new Date('2026-01-02T03:04:05Z')
    const written = writeReceipt({ id: '9', stat: 'UNDELIV', err: '011', submittedAt: at, doneAt: at, text: 'abc' })
    expect(readReceipt({ ...emptyShortMessage, ...written })).toMatchObject({
      id: '9',
      state: 'failed',
      err: '011',
      text: 'abc',
    })
  })
})

describe('long messages', () => {
  const parts = [Buffer.from('one'), Buffer.from('two')]
  test.each(['udh8', 'udh16', 'sar'] as const)('parts by %s come back with their place', (mode) => {
    const read = concatenate(parts, 'gsm7', 0x1234, mode).map((fields) => readPart({ ...emptyShortMessage, ...fields }))
    expect(read.map((r) => Buffer.from(r.bytes).toString())).toEqual(['one', 'two'])
    const reference = mode === 'udh8' ? 0x34 : 0x1234
    expect(read.map((r) => r.part)).toEqual([1, 2].map((number) => ({ reference, total: 2, number })))
  })

  test('more than 255 parts are refused', () => {
    expect(() =>
      concatenate(
        Array.from({ length: 256 }, () => Buffer.of(1)),
        'gsm7',
        1,
        'udh16',
      ),
    ).toThrow(RangeError)
  })

  test.each([
    [0, 'gsm7'],
    [1, 'latin1'],
    [3, 'latin1'],
    [4, 'binary'],
    [8, 'ucs2'],
    [0x11, 'gsm7'],
    [0x18, 'ucs2'],
    [0xe0, 'ucs2'],
    [0xf0, 'gsm7'],
    [0xf5, 'binary'],
  ])('data_coding %i is %s', (data_coding, coding) => {
    expect(readPart(sm('x', { esm_class: 0, data_coding })).coding).toBe(coding)
  })

  test('data_coding 0 is what the provider says it is', () => {
    expect(readPart(sm('x', { esm_class: 0 }), 'latin1').coding).toBe('latin1')
  })

  test('other elements of a header are passed over, and a place that cannot be is none', () => {
    const header = [8, 0x24, 1, 3, 0, 3, 9, 2, 1]
    const read = readPart(sm('', { esm_class: 0x40, short_message: Uint8Array.from([...header, 65]) }))
    expect(read).toMatchObject({ part: { reference: 9, total: 2, number: 1 } })
    expect([...read.bytes]).toEqual([65])
    const third = readPart(sm('', { esm_class: 0x40, short_message: Uint8Array.of(5, 0, 3, 9, 2, 3, 65) }))
    expect(third.part).toBeUndefined()
    expect([...third.bytes]).toEqual([65])
  })

  test('a malformed header is read as text', () => {
    const read = readPart(sm('', { esm_class: 0x40, short_message: Uint8Array.of(200, 1, 2) }))
    expect(read).toEqual({ coding: 'gsm7', bytes: Uint8Array.of(200, 1, 2) })
  })
})
