import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SentPart, Session } from '@kurenda/channel'
import { STATUS, type IncomingRequest } from '@kurenda/smpp'
import { outgoing, RecordingHost } from '#channels/conformance'
import { SmppProvider } from './fake-provider.ts'
import { smpp } from './index.ts'

const never = new AbortController().signal

let provider: SmppProvider
let host: RecordingHost
let session: Session
let asked: IncomingRequest[]

beforeEach(async () => {
  provider = await SmppProvider.open()
  host = new RecordingHost()
  asked = []
  session = await smpp.open(smpp.config.parse(provider.config), host)
  await host.untilStatus('up')
})
afterEach(async () => {
  await session.close(0)
  await provider.close()
})

/** A message that the provider named `00AB12`. */
async function send(): Promise<SentPart> {
  provider.answerTo = async () => ({ status: 0, message_id: '00AB12' })
  const message = outgoing()
  const outcome = await session.send(message, never)
  return { ref: outcome.is === 'accepted' ? (outcome.refs[0] ?? '') : '', from: message.from, to: message.to }
}

test('the provider is asked by its own spelling of the id, and its state is told', async () => {
  const sent = await send()
  expect(sent.ref).toBe('ab12')
  for (const [messageState, answer] of [
    [2, { is: 'known', state: 'delivered' }],
    [5, { is: 'known', state: 'failed', code: 'err:11' }],
    [3, { is: 'known', state: 'expired', code: 'err:11' }],
    [1, { is: 'known', state: 'buffered' }],
    [7, { is: 'unknown', reason: 'operator nie zna stanu wiadomości' }],
  ] as const) {
    provider.answerOther = async (pdu) => {
      asked.push(pdu)
      const error_code = 'code' in answer ? 11 : 0
      return { status: 0, message_id: '00AB12', message_state: messageState, error_code }
    }
    expect(await session.query?.(sent)).toEqual(answer)
  }
  expect(asked[0]).toMatchObject({ command: 'query_sm', message_id: '00AB12', source_addr: '48600100200' })
})

test('a provider that does not know the message, or does not tell, says so in words', async () => {
  const sent = await send()
  provider.answerOther = async () => ({ status: STATUS.ESME_RINVMSGID })
  expect(await session.query?.(sent)).toEqual({ is: 'unknown', reason: 'nieznana wiadomość (ESME_RINVMSGID)' })
  provider.answerOther = async () => undefined
  expect(await session.query?.(sent)).toMatchObject({ is: 'unknown' })
})

test('what is given up is told, and what is not, why', async () => {
  const sent = await send()
  provider.answerOther = async (pdu) => {
    asked.push(pdu)
    return { status: 0 }
  }
  expect(await session.cancel?.(sent)).toEqual({ is: 'cancelled' })
  expect(asked[0]).toMatchObject({
    command: 'cancel_sm',
    message_id: '00AB12',
    source_addr: '48600100200',
    destination_addr: sent.to.slice(1),
  })
  provider.answerOther = async () => ({ status: STATUS.ESME_RCANCELFAIL })
  expect(await session.cancel?.(sent)).toEqual({
    is: 'refused',
    reason: 'nie udało się odwołać (ESME_RCANCELFAIL)',
  })
})

test('without a connection, or an answer, nobody knows', async () => {
  const sent = await send()
  provider.answerOther = () => new Promise(() => {})
  const query = session.query?.(sent)
  expect(await session.cancel?.(sent)).toEqual({ is: 'uncertain', reason: 'operator nie odpowiedział' })
  expect(await query).toEqual({ is: 'unknown', reason: 'operator nie odpowiedział' })
  const before = host.statuses.length
  await provider.stop()
  await host.untilStatus('down', before)
  expect(await session.query?.(sent)).toEqual({ is: 'unknown', reason: 'not-connected' })
  expect(await session.cancel?.(sent)).toEqual({ is: 'uncertain', reason: 'not-connected' })
})

test('each question stands in the trace', async () => {
  const sent = await send()
  provider.answerOther = async () => ({ status: 0, message_state: 2 })
  await session.query?.(sent)
  await session.cancel?.(sent)
  expect(host.traces.slice(-2)).toMatchObject([
    { operation: 'query_sm', ok: true, result: 'delivered', address: sent.to },
    { operation: 'cancel_sm', ok: true, result: 'ESME_ROK', address: sent.to },
  ])
})
