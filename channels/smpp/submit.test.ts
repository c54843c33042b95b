import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Session } from '@kurenda/channel'
import { readPart, STATUS, TAG } from '@kurenda/smpp'
import { decode } from '@kurenda/sms-text'
import { outgoing, RecordingHost } from '#channels/conformance'
import { addresses, SmppProvider } from './fake-provider.ts'
import { smpp } from './index.ts'

const never = new AbortController().signal

let provider: SmppProvider
let host: RecordingHost
let session: Session

beforeEach(async () => {
  provider = await SmppProvider.open()
  host = new RecordingHost()
})
afterEach(async () => {
  await session.close(0)
  await provider.close()
})

async function open(more: Record<string, unknown> = {}): Promise<void> {
  session = await smpp.open(smpp.config.parse({ ...provider.config, ...more }), host)
  await host.untilStatus('up')
}

const places = () => provider.taken.map(({ pdu }) => readPart(pdu).part)
const references = () => new Set(places().map((part) => part?.reference))
const numbers = () => places().map((part) => part?.number)
const long = () => outgoing({ text: provider.longText })

describe('a long text', () => {
  test('goes on over a new connection with its next part, under the number that it began with', async () => {
    await open()
    // The connection ends while the first part's answer is being read: the second was surely not written.
    const before = host.statuses.length
    provider.answerTo = async (taken, index) => {
      if (index === 0) setImmediate(() => setImmediate(() => provider.cut()))
      return undefined
    }
    host.held = true
    const outcome = session.send(long(), never)
    await provider.untilTaken(1)
    host.held = false
    await host.untilStatus('down', before)
    host.held = true
    const sent = await outcome
    expect(sent).toMatchObject({ is: 'accepted' })
    expect(numbers()).toEqual([1, 2, 3, 4])
    expect(references().size).toBe(1)
    expect(new Set(provider.taken.map((taken) => taken.session)).size).toBe(2)
  })

  test('is uncertain when the connection ends with one of its parts unanswered, and none is written after that', async () => {
    await open()
    provider.answerTo = (_, index) => (index === 1 ? new Promise(() => {}) : undefined)
    const outcome = session.send(long(), never)
    await provider.untilTaken(2)
    const before = host.statuses.length
    provider.cut()
    expect(await outcome).toMatchObject({ is: 'uncertain' })
    await host.untilStatus('up', before)
    await session.send(outgoing(), never)
    expect(numbers()).toEqual([1, 2, undefined])
  })

  test('of which one part is throttled sends that part again, not the whole', async () => {
    await open()
    provider.answerTo = async (_, index) => (index === 1 ? { status: STATUS.ESME_RTHROTTLED } : undefined)
    expect(await session.send(long(), never)).toMatchObject({ is: 'accepted' })
    expect(numbers()).toEqual([1, 2, 2, 3, 4])
  })

  test('that is stopped half-way is known not to be whole', async () => {
    await open()
    const stop = new AbortController()
    provider.answerTo = async (_, index) => {
      if (index === 1) stop.abort()
      return undefined
    }
    expect(await session.send(long(), stop.signal)).toEqual({ is: 'retry', reason: 'incomplete', afterMs: 5000 })
    expect(numbers()).toEqual([1, 2])
  })

  test('is brought to its end before the channel closes', async () => {
    await open()
    provider.answer = 'hold'
    const outcome = session.send(long(), never)
    await provider.untilTaken(1)
    const closing = session.close(20_000)
    provider.answer = 'accept'
    provider.release()
    expect(await outcome).toMatchObject({ is: 'accepted' })
    await closing
    expect(numbers()).toEqual([1, 2, 3, 4])
  })

  test('goes whole, in one message with one reference, where the provider takes message_payload', async () => {
    await open({ concatenation: 'payload' })
    const outcome = await session.send(long(), never)
    expect(outcome).toMatchObject({ is: 'accepted' })
    expect(outcome.is === 'accepted' && outcome.refs.length).toBe(1)
    expect(provider.taken).toEqual([expect.objectContaining({ text: provider.longText })])
    expect(provider.taken[0]?.pdu.short_message.length).toBe(0)
    await session.send(outgoing({ text: 'Krótko' }), never)
    expect(provider.taken[1]?.pdu.tlvs).toBeUndefined()
  })
})

describe('an answer that comes late', () => {
  test('to the last part brings the references of all', async () => {
    await open()
    provider.answerTo = (_, index) => (index === 3 ? held() : undefined)
    const message = long()
    expect(await session.send(message, never)).toMatchObject({ is: 'uncertain' })
    release({ status: 0, message_id: 'last' })
    const late = await host.untilReported('late')
    expect(late).toMatchObject({ id: message.id, outcome: { is: 'accepted' } })
    expect(late.outcome.is === 'accepted' && late.outcome.refs.length).toBe(4)
    expect(late.outcome.is === 'accepted' && late.outcome.refs.at(-1)).toBe('last')
  })

  test('to an earlier part says that the provider has no whole message', async () => {
    await open()
    provider.answerTo = (_, index) => (index === 0 ? held() : undefined)
    expect(await session.send(long(), never)).toMatchObject({ is: 'uncertain' })
    release({ status: 0, message_id: 'first' })
    expect((await host.untilReported('late')).outcome).toEqual({
      is: 'refused',
      reason: 'operator ma tylko część wiadomości (1 z 4)',
      code: 'partly-accepted',
    })
  })

  test('and refuses, even only to slow us down, fails the message in words', async () => {
    await open()
    provider.answerTo = () => held()
    expect(await session.send(outgoing(), never)).toMatchObject({ is: 'uncertain' })
    release({ status: STATUS.ESME_RTHROTTLED })
    expect((await host.untilReported('late')).outcome).toEqual({
      is: 'refused',
      reason: 'za szybko dla operatora',
      code: 'ESME_RTHROTTLED',
    })
  })

  test('and refuses the first attempt says nothing of a second one', async () => {
    await open()
    const message = outgoing()
    const releases: (typeof release)[] = []
    provider.answerTo = () => {
      const answer = held()
      releases.push(release)
      return answer
    }
    await session.send(message, never)
    await session.send(message, never)
    releases[0]?.({ status: STATUS.ESME_RINVDSTADR })
    releases[1]?.({ status: 0, message_id: 'b' })
    expect((await host.untilReported('late')).outcome).toEqual({ is: 'accepted', refs: ['b'] })
  })
})

let release: (response: { status: number; message_id?: string }) => void = () => {}
function held(): Promise<{ status: number; message_id?: string }> {
  return new Promise((resolve) => (release = resolve))
}

describe('a message', () => {
  test('tells the provider for how long it may try, in whole days, hours, minutes and seconds', async () => {
    await open()
    for (const validitySeconds of [90_061, 31 * 86_400 + 3600, 59])
      await session.send(outgoing({ validitySeconds }), never)
    expect(provider.taken.map(({ pdu }) => pdu.validity_period)).toEqual([
      '000001010101000R',
      '000031000000000R',
      '000000000059000R',
    ])
  })

  test('of a sender that the provider has not registered is refused, and does not leave', async () => {
    await open({ senders: ['48600100200', 'GMINA'] })
    expect(await session.send(outgoing(), never)).toMatchObject({ is: 'accepted' })
    expect(await session.send(outgoing({ from: 'GMINA' }), never)).toMatchObject({ is: 'accepted' })
    const refused = await session.send(outgoing({ from: 'WODOCIAGI' }), never)
    expect(refused).toEqual({
      is: 'refused',
      reason: 'nadawca „WODOCIAGI” nie jest dozwolony w tym kanale',
      code: 'sender-not-allowed',
    })
    expect(provider.taken.length).toBe(2)
  })
})

describe('what comes in', () => {
  const text = 'Dzień dobry, od rana nie ma u nas wody. '.repeat(9)
  const payload = (bytes: Uint8Array) => ({ tlvs: [{ tag: TAG.message_payload, value: bytes }] })

  test('in message_payload is read whole', async () => {
    await open()
    const bytes = Buffer.from(text, 'utf16le').swap16()
    const status = await provider.send({
      ...addresses('+48600700800', '+48600100200'),
      data_coding: 8,
      ...payload(bytes),
    })
    expect(status).toBe(0)
    const { content } = await host.untilReported('message')
    expect('bytes' in content && decode(content.coding, content.bytes)).toBe(text)
  })

  test('as a receipt in message_payload is read as one', async () => {
    await open()
    await session.send(outgoing(), never)
    const { id } = provider.taken[0] ?? { id: 0 }
    const line = Buffer.from(
      `id:${id} sub:001 dlvrd:001 submit date:3003011200 done date:3003011200 stat:DELIVRD err:000 text:`,
    )
    await provider.send({ ...addresses('+48600700800', '+48600100200'), esm_class: 4, ...payload(line) })
    expect(await host.untilReported('receipt')).toMatchObject({ ref: String(id), state: 'delivered' })
  })
})
