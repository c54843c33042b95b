import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Session, SessionStatus } from '@kurenda/channel'
import { STATUS } from '@kurenda/smpp'
import { outgoing, RecordingHost } from '#channels/conformance'
import { SmppProvider } from './fake-provider.ts'
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

async function open(more: Record<string, unknown>): Promise<void> {
  session = await smpp.open(smpp.config.parse({ ...provider.config, ...more }), host)
}

/** Up, with everything that was configured. */
const whole = (status: SessionStatus) => status.is === 'up' && status.limited === undefined
const limited = (status: SessionStatus) => status.is === 'up' && status.limited !== undefined

test('several connections share the load, and each has a window of its own', async () => {
  await open({ binds: 3, window: 10 })
  await host.until(whole)
  provider.answer = 'hold'
  const sent = Array.from({ length: 30 }, () => session.send(outgoing(), never))
  await provider.untilTaken(30)
  const counts = Map.groupBy(provider.taken, (taken) => taken.session)
  expect([...counts.values()].map((taken) => taken.length)).toEqual([10, 10, 10])
  provider.release()
  for (const outcome of await Promise.all(sent)) expect(outcome).toMatchObject({ is: 'accepted' })
  expect(smpp.window(smpp.config.parse({ ...provider.config, binds: 3, window: 10 }))).toBe(30)
})

test('one of them that ends leaves only its own messages in doubt; the others go on, and staff see what is missing', async () => {
  await open({ binds: 2 })
  await host.until(whole)
  provider.answer = 'hold'
  const sent = Array.from({ length: 10 }, () => session.send(outgoing(), never))
  await provider.untilTaken(10)
  const [cut] = provider.sessions
  const before = host.statuses.length
  cut?.destroy('cut')
  await host.until(limited, before)
  provider.answer = 'accept'
  expect(await session.send(outgoing(), never)).toMatchObject({ is: 'accepted' })
  provider.release()
  const outcomes = await Promise.all(sent)
  const uncertain = outcomes.filter((outcome) => outcome.is === 'uncertain').length
  expect(uncertain).toBe(provider.taken.slice(0, 10).filter((taken) => taken.session === cut).length)
  expect(outcomes.filter((outcome) => outcome.is === 'accepted').length).toBe(10 - uncertain)
  await host.until(whole, before)
  expect(host.statuses.slice(before).every((status) => status.is === 'up')).toBe(true)
})

test('a provider that allows fewer connections is used with those that it allows', async () => {
  provider.mostBinds = 1
  await open({ binds: 2 })
  const words = '1 z 2 połączeń: konto jest już połączone (ESME_RALYBND)'
  await host.until((status) => status.is === 'up' && status.limited?.pl === words)
  expect(await session.send(outgoing(), never)).toMatchObject({ is: 'accepted' })
})

test('a pair sends over the one and receives over the other', async () => {
  await open({ bindMode: 'separate' })
  await host.until(whole)
  expect(await session.send(outgoing(), never)).toMatchObject({ is: 'accepted' })
  expect(provider.taken[0]?.bind.command).toBe('bind_transmitter')
  expect(await provider.deliver({ from: '+48600700800', to: '+48600100200', text: 'Tak' })).toBe('acknowledged')
  expect(provider.binds.map((bind) => bind.command).sort()).toEqual(['bind_receiver', 'bind_transmitter'])
})

test('while only the receiving one is there nothing is up', async () => {
  provider.refuseBind = ({ command }) => (command === 'bind_transmitter' ? STATUS.ESME_RBINDFAIL : 0)
  await open({ bindMode: 'separate' })
  const down = await host.untilStatus('down')
  expect(down.final).toBe(true)
  expect(await session.send(outgoing(), never)).toMatchObject({ is: 'retry', reason: 'not-connected' })
})

test('two equal texts over two connections at once are two texts', async () => {
  await open({ binds: 2 })
  await host.until(whole)
  const text = { from: '+48600700800', to: '+48600100200', text: 'Tak' }
  for (const over of provider.sessions) await provider.deliver(text, over)
  const names = host.reported.map((event) => (event.is === 'message' ? event.connection : ''))
  expect(names.length).toBe(2)
  expect(names[0]).toBe(names[1])
})
