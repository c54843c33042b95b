import { once } from 'node:events'
import net from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import {
  connect,
  encodePdu,
  listen,
  Session as BareSession,
  SmppBindError,
  SmppClosed,
  SmppTimeout,
  STATUS,
  type Session,
  type SmppServer,
} from './index.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function provider(options: Partial<Parameters<typeof listen>[0]> = {}): Promise<SmppServer> {
  const server = await listen({
    port: 0,
    authenticate: async ({ password }) => (password === 'good' ? 0 : STATUS.ESME_RINVPASWD),
    onRequest: async (pdu) =>
      pdu.command === 'submit_sm'
        ? { status: 0, message_id: `m-${pdu.destination_addr}` }
        : { status: STATUS.ESME_RINVCMDID },
    ...options,
  })
  ends.push(() => server.close())
  return server
}

async function client(server: SmppServer, options: Partial<Parameters<typeof connect>[0]> = {}): Promise<Session> {
  const session = await connect({
    host: '127.0.0.1',
    port: server.port,
    systemId: 'town',
    password: 'good',
    onRequest: async () => ({ status: 0 }),
    ...options,
  })
  ends.push(async () => session.destroy())
  return session
}

describe('a session', () => {
  test('sends a thousand at once and gives each the answer that is its own', async () => {
    const session = await client(await provider())
    const answers = await Promise.all(
      Array.from({ length: 1000 }, (_, i) => session.request({ command: 'submit_sm', destination_addr: String(i) })),
    )
    expect(answers.map((a) => (a.command === 'submit_sm_resp' ? a.message_id : ''))).toEqual(
      answers.map((_, i) => `m-${i}`),
    )
  })

  test('is refused with the status of the provider when the password is wrong', async () => {
    const server = await provider()
    const refused = await client(server, { password: 'bad' }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(SmppBindError)
    expect(refused).toMatchObject({ status: STATUS.ESME_RINVPASWD, final: true })
  })

  test('tells a request that was written and lost from one that never left', async () => {
    const server = await provider({ onRequest: () => new Promise(() => {}) })
    const session = await client(server)
    const lost = session.request({ command: 'submit_sm' }).catch((error: unknown) => error)
    await new Promise((resolve) => setImmediate(resolve))
    session.destroy('cut')
    const late = session.request({ command: 'submit_sm' }).catch((error: unknown) => error)
    expect(await lost).toMatchObject({ written: true })
    expect(await lost).toBeInstanceOf(SmppClosed)
    expect(await late).toMatchObject({ written: false })
  })

  test('writes nothing once the lease is over', async () => {
    let held = true
    const session = await client(await provider(), { mayWrite: () => held })
    held = false
    await expect(session.request({ command: 'submit_sm' })).rejects.toMatchObject({ written: false })
  })

  test('times out a request, and tells of the answer that came too late', async () => {
    let answer: (value: { status: number; message_id: string }) => void = () => {}
    let arrived: () => void = () => {}
    const there = new Promise<void>((resolve) => (arrived = resolve))
    const server = await provider({
      onRequest: () =>
        new Promise((resolve) => {
          answer = resolve
          arrived()
        }),
    })
    let now = 0
    const session = await client(server, {
      now: () => now,
      responseTimeoutMs: 1000,
      enquireLinkMs: 1e9,
      silenceMs: 1e9,
    })
    const request = session.request({ command: 'submit_sm' }).catch((error: unknown) => error)
    await there
    now = 1001
    session.sweep()
    expect(await request).toBeInstanceOf(SmppTimeout)
    const late = once(session, 'lateResponse')
    answer({ status: 0, message_id: 'late' })
    expect((await late)[0]).toMatchObject({ message_id: 'late' })
  })

  test('gives up a peer that is silent and dead', async () => {
    const deaf = net.createServer((socket) => {
      socket.once('data', (chunk: Buffer) => {
        socket.write(
          encodePdu({ command: 'bind_transceiver_resp', status: 0, sequence: chunk.readUInt32BE(12), system_id: 'x' }),
        )
      })
      socket.on('error', () => {})
      ends.push(async () => socket.destroy())
    })
    deaf.listen(0, '127.0.0.1')
    await once(deaf, 'listening')
    ends.push(async () => deaf.close())
    let now = 0
    const address = deaf.address() as net.AddressInfo
    const session = await connect({
      host: '127.0.0.1',
      port: address.port,
      systemId: 'a',
      password: 'b',
      now: () => now,
      enquireLinkMs: 1000,
      silenceMs: 3000,
      onRequest: async () => ({ status: 0 }),
    })
    const closed = once(session, 'close')
    now = 1500
    session.sweep()
    now = 5000
    session.sweep()
    expect((await closed)[0]).toContain('silent')
  })

  test('answers each delivery only when it was taken', async () => {
    let take: () => void = () => {}
    const taken = new Promise<void>((resolve) => (take = resolve))
    let enter: (session: Session) => void = () => {}
    const entered = new Promise<Session>((resolve) => (enter = resolve))
    const server = await provider({ onSession: (session) => enter(session) })
    await client(server, { onRequest: () => taken.then(() => ({ status: 0 })) })
    const session = await entered
    let answered = false
    const delivery = session.request({ command: 'deliver_sm' }).then(() => (answered = true))
    // What is asked later is answered, the delivery is not.
    await session.request({ command: 'enquire_link' })
    expect(answered).toBe(false)
    take()
    await delivery
  })

  test('lets nobody submit before the bind, bind twice, or submit on a bind that only receives', async () => {
    const server = await provider()
    const socket = net.connect(server.port, '127.0.0.1')
    await once(socket, 'connect')
    const stranger = new BareSession(socket, { onRequest: async () => undefined })
    ends.push(async () => stranger.destroy())
    expect(await stranger.request({ command: 'submit_sm' })).toMatchObject({ status: STATUS.ESME_RINVBNDSTS })
    const receiver = await client(server, { mode: 'receiver' })
    expect(await receiver.request({ command: 'submit_sm' })).toMatchObject({ status: STATUS.ESME_RINVBNDSTS })
    const login = {
      system_id: 'town',
      password: 'good',
      system_type: '',
      interface_version: 0x34,
      addr_ton: 0,
      addr_npi: 0,
      address_range: '',
    }
    const twice = await Promise.all([1, 2].map(() => stranger.request({ command: 'bind_transceiver', ...login })))
    expect(twice.map(({ status }) => status)).toEqual([0, STATUS.ESME_RALYBND])
  })

  test('no garbage leaves an open, deaf connection', async () => {
    const server = await provider({ bindTimeoutMs: 300 })
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (garbage) => {
        const socket = net.connect(server.port, '127.0.0.1')
        socket.on('error', () => {})
        socket.resume()
        const closed = once(socket, 'close')
        socket.write(garbage)
        await closed
      }),
      { numRuns: 8 },
    )
    expect(server.sessions.size).toBe(0)
  })
})
