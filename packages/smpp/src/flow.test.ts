import { duplexPair, type Duplex } from 'node:stream'
import { afterEach, describe, expect, test } from 'vitest'
import {
  decodePdu,
  encodePdu,
  Framer,
  Session,
  SmppClosed,
  SmppTimeout,
  STATUS,
  type Pdu,
  type SessionOptions,
} from './index.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** A session, and the bare stream of its peer. The clock stands still unless a test moves it. */
function open(options: Partial<SessionOptions> = {}, highWaterMark = 65_536) {
  const [ours, theirs] = duplexPair({ highWaterMark })
  const session = new Session(ours, { now: () => 0, onRequest: async () => ({ status: 0 }), ...options })
  ends.push(() => session.destroy())
  return { session, stream: ours, peer: new Peer(theirs) }
}

class Peer {
  readonly stream: Duplex
  readonly seen: Pdu[] = []
  writes = 0
  #heard: () => void = () => {}

  constructor(stream: Duplex) {
    this.stream = stream
    stream.on('error', () => {})
  }

  listen(): this {
    const framer = new Framer()
    this.stream.on('data', (chunk: Buffer) => {
      this.writes++
      framer.push(chunk, (frame) => this.seen.push(decodePdu(frame)))
      this.#heard()
    })
    return this
  }

  send(...pdus: Parameters<typeof encodePdu>[0][]): void {
    this.stream.write(Buffer.concat(pdus.map((pdu) => encodePdu(pdu))))
  }

  async until(count: number): Promise<Pdu[]> {
    while (this.seen.length < count) await new Promise<void>((resolve) => (this.#heard = resolve))
    return this.seen
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))
async function turns(count = 20): Promise<void> {
  for (let i = 0; i < count; i++) await turn()
}
const failure = (promise: Promise<unknown>) => promise.catch((error: unknown) => error)
const plain = { status: 0, sequence: 1 }

describe('writing', () => {
  test('what is asked in one turn goes out as one write', async () => {
    const { session, peer } = open()
    peer.listen()
    for (let i = 0; i < 100; i++) void failure(session.request({ command: 'submit_sm', destination_addr: String(i) }))
    await peer.until(100)
    expect(peer.writes).toBe(1)
  })

  test('a full socket holds requests back; they go out, in order, once it drains', async () => {
    const { session, peer } = open({}, 256)
    for (let i = 0; i < 200; i++) {
      void failure(session.request({ command: 'submit_sm', destination_addr: String(i) }))
      if (i % 10 === 0) await turn()
    }
    expect(session.pendingCount).toBe(200)
    const seen = await peer.listen().until(200)
    expect(seen.map((pdu) => (pdu.command === 'submit_sm' ? Number(pdu.destination_addr) : -1))).toEqual(
      Array.from({ length: 200 }, (_, i) => i),
    )
  })

  test('a socket that takes nothing lets requests fail as never written, and no more of them wait than allowed', async () => {
    let now = 0
    const { session } = open({ now: () => now, responseTimeoutMs: 1000, silenceMs: 1e9, maxQueued: 2 }, 16)
    const written = failure(session.request({ command: 'submit_sm' }))
    await turn()
    const waiting = [1, 2].map(() => failure(session.request({ command: 'submit_sm' })))
    expect(await failure(session.request({ command: 'submit_sm' }))).toMatchObject({ written: false })
    now = 1001
    session.sweep()
    expect(await written).toBeInstanceOf(SmppTimeout)
    for (const request of waiting) expect(await request).toMatchObject({ name: 'SmppClosed', written: false })
  })

  test('a stopped request that is not yet written never is', async () => {
    const { session, peer } = open({}, 16)
    const stop = new AbortController()
    void failure(session.request({ command: 'enquire_link' }))
    await turn()
    const waiting = failure(session.request({ command: 'submit_sm' }, { signal: stop.signal }))
    stop.abort()
    expect(await waiting).toMatchObject({ written: false })
    const next = failure(session.request({ command: 'submit_sm' }, { signal: stop.signal }))
    peer.listen()
    expect(await next).toMatchObject({ written: false })
    await turns()
    expect(peer.seen.map((pdu) => pdu.command)).toEqual(['enquire_link'])
  })

  test('the lease is asked when the bytes go out, not when they were made ready', async () => {
    let held = true
    const { session, peer } = open({ mayWrite: () => held })
    peer.listen()
    const request = failure(session.request({ command: 'submit_sm' }))
    held = false
    expect(await request).toMatchObject({ written: false })
    await turns()
    expect(peer.seen).toEqual([])
  })

  test('a field that does not fit is refused before anything is written', async () => {
    const { session } = open()
    expect(await failure(session.request({ command: 'submit_sm', source_addr: 'Gmina Żary' }))).toBeInstanceOf(
      RangeError,
    )
    expect(await failure(session.request({ command: 'submit_sm', data_coding: 256 }))).toBeInstanceOf(RangeError)
    expect(session.pendingCount).toBe(0)
  })
})

describe('answers', () => {
  test('an answer to another kind of request settles nothing', async () => {
    const { session, peer } = open()
    peer.listen()
    const late: Pdu[] = []
    session.on('lateResponse', (pdu) => late.push(pdu))
    const request = session.request({ command: 'submit_sm' })
    await peer.until(1)
    peer.send({ command: 'enquire_link_resp', ...plain })
    await turns()
    expect(session.pendingCount).toBe(1)
    expect(late).toHaveLength(1)
    peer.send({ command: 'submit_sm_resp', ...plain, message_id: 'a' })
    expect(await request).toMatchObject({ message_id: 'a' })
  })

  test('a nack without a status is no success', async () => {
    const { session, peer } = open()
    peer.listen()
    const request = session.request({ command: 'submit_sm' })
    await peer.until(1)
    peer.send({ command: 'generic_nack', ...plain })
    expect(await request).toMatchObject({ command: 'generic_nack', status: STATUS.ESME_RUNKNOWNERR })
  })

  test('an acceptance with stray bytes at its end is an acceptance', async () => {
    const { session, peer } = open()
    peer.listen()
    const request = session.request({ command: 'submit_sm' })
    await peer.until(1)
    const bytes = Buffer.concat([
      encodePdu({ command: 'submit_sm_resp', ...plain, message_id: 'a' }),
      Buffer.of(1, 2, 3),
    ])
    bytes.writeUInt32BE(bytes.length, 0)
    peer.stream.write(bytes)
    expect(await request).toMatchObject({ status: 0, message_id: 'a' })
  })

  test('a timeout names the request whose late answer may still come', async () => {
    let now = 0
    const { session, peer } = open({ now: () => now, responseTimeoutMs: 1000, silenceMs: 1e9, enquireLinkMs: 1e9 })
    peer.listen()
    const request = failure(session.request({ command: 'submit_sm' }))
    await peer.until(1)
    now = 20_000
    session.sweep()
    const error = await request
    const late = new Promise<Pdu>((resolve) => session.once('lateResponse', resolve))
    peer.send({ command: 'submit_sm_resp', ...plain, message_id: 'a' })
    expect(error).toMatchObject({ written: true, sequence: (await late).sequence })
  })
})

describe('the requests of the peer', () => {
  test('are not read on while too many wait for our answer, and all are answered in the end', async () => {
    const waiting: (() => void)[] = []
    let served = 0
    const { peer } = open({
      maxUnanswered: 50,
      onRequest: () => {
        served++
        return new Promise((resolve) => waiting.push(() => resolve({ status: 0 })))
      },
    })
    peer.listen()
    for (let i = 1; i <= 400; i++) {
      peer.send({ command: 'deliver_sm', status: 0, sequence: i })
      await turn()
    }
    await turns()
    expect(served).toBeLessThan(60)
    while (peer.seen.length < 400) {
      for (const answer of waiting.splice(0)) answer()
      await turn()
    }
    expect(new Set(peer.seen.map((pdu) => pdu.sequence)).size).toBe(400)
  })

  test('while our answers take long, the silence that we ourselves cause ends nothing', async () => {
    let now = 0
    const { session, peer } = open({ now: () => now, maxUnanswered: 1, onRequest: () => new Promise(() => {}) })
    peer.send({ command: 'deliver_sm', ...plain })
    await turns()
    now = 1e7
    session.sweep()
    expect(session.closed).toBe(false)
  })

  test('a peer that asks and never reads our answers is not read any more', async () => {
    const { session, peer } = open({}, 4096)
    const ask = Buffer.concat(Array.from({ length: 4000 }, () => encodePdu({ command: 'enquire_link', ...plain })))
    let took = 0
    for (let i = 0; i < 100; i++) {
      if (peer.stream.writableLength > 2 * ask.length) break
      peer.stream.write(ask, () => took++)
      await turns(3)
    }
    // About a megabyte of answers waits; the peer's further questions stay with the peer.
    expect(took).toBeLessThan(30)
    expect(session.closed).toBe(false)
  })

  test('a handler that fails is answered with a system error, an unknown command with a nack', async () => {
    const { peer } = open({
      onRequest: async () => {
        throw new Error('no database')
      },
    })
    peer.listen()
    peer.send({ command: 'deliver_sm', ...plain }, { command: 'unknown', id: 0x103, ...plain, body: Buffer.of(1) })
    const seen = await peer.until(2)
    expect(seen).toContainEqual({
      command: 'deliver_sm_resp',
      status: STATUS.ESME_RSYSERR,
      sequence: 1,
      message_id: '',
    })
    expect(seen).toContainEqual({ command: 'generic_nack', status: STATUS.ESME_RINVCMDID, sequence: 1 })
  })

  test('what follows a good-bye is not carried out', async () => {
    let served = 0
    const { session, peer } = open({ onRequest: async () => (served++, { status: 0 }) })
    peer.listen()
    peer.send({ command: 'unbind', ...plain }, { command: 'deliver_sm', status: 0, sequence: 2 })
    await peer.until(1)
    await turns()
    expect(peer.seen.map((pdu) => pdu.command)).toEqual(['unbind_resp'])
    expect(served).toBe(0)
    expect(session.closed).toBe(true)
  })

  test('an impossible length is answered with a nack and ends the connection', async () => {
    const { session, peer } = open()
    peer.listen()
    const ended = new Promise((resolve) => peer.stream.once('end', resolve))
    peer.stream.write(Buffer.from('GET / HTTP/1.1\r\n\r\n'))
    await ended
    expect(peer.seen).toEqual([{ command: 'generic_nack', status: STATUS.ESME_RINVCMDLEN, sequence: 0 }])
    expect(session.closed).toBe(true)
  })
})

describe('the end', () => {
  test('waits for the answers of both sides, takes no more requests, and says good-bye', async () => {
    let finish: () => void = () => {}
    const { session, peer } = open({
      onRequest: () => new Promise((resolve) => (finish = () => resolve({ status: 0 }))),
    })
    peer.listen()
    const request = session.request({ command: 'submit_sm' })
    peer.send({ command: 'deliver_sm', status: 0, sequence: 77 })
    await peer.until(1)
    await turns()
    const closed = session.close()
    expect(await failure(session.request({ command: 'submit_sm' }))).toMatchObject({ written: false })
    peer.send({ command: 'submit_sm_resp', ...plain, message_id: 'a' })
    expect(await request).toMatchObject({ message_id: 'a' })
    await turns()
    finish()
    const seen = await peer.until(3)
    expect(seen.map((pdu) => pdu.command)).toEqual(['submit_sm', 'deliver_sm_resp', 'unbind'])
    peer.send({ command: 'unbind_resp', status: 0, sequence: seen[2]?.sequence ?? 0 })
    await closed
    expect(session.closed).toBe(true)
  })

  test('a silent peer is asked once, and given up when it stays silent', async () => {
    let now = 0
    const { session, peer } = open({ now: () => now, enquireLinkMs: 1000, responseTimeoutMs: 500 })
    peer.listen()
    const reason = new Promise((resolve) => session.once('close', resolve))
    for (now of [900, 1100, 1200, 1400]) session.sweep()
    await peer.until(1)
    expect(peer.seen.map((pdu) => pdu.command)).toEqual(['enquire_link'])
    now = 1501
    session.sweep()
    expect(await reason).toContain('silent')
  })

  test('a peer that never hangs up does not keep the connection', async () => {
    const { session, stream } = open()
    session.destroy('cut')
    await new Promise((resolve) => stream.once('close', resolve))
    expect(stream.destroyed).toBe(true)
  })

  test('requests that were ready but not written are told apart from those that were', async () => {
    const { session, peer } = open()
    peer.listen()
    const written = failure(session.request({ command: 'submit_sm' }))
    await peer.until(1)
    const ready = failure(session.request({ command: 'submit_sm' }))
    session.destroy('cut')
    expect(await written).toMatchObject({ written: true })
    expect(await ready).toMatchObject({ written: false })
    expect(await ready).toBeInstanceOf(SmppClosed)
    await turns()
    expect(peer.seen).toHaveLength(1)
  })
})
