import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { listen, Reconnecting, STATUS, type ReconnectingOptions, type Session, type SmppServer } from './index.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function provider(status = 0): Promise<SmppServer> {
  const server = await listen({ port: 0, authenticate: async () => status, onRequest: async () => undefined })
  ends.push(() => server.close())
  return server
}

/** A link whose waits are only written down; `next()` lets the last one be over. */
function link(port: number, options: Partial<ReconnectingOptions> = {}) {
  const waits: number[] = []
  const news: (string | { final: boolean })[] = []
  let work: (() => void) | undefined
  let heard: () => void = () => {}
  const reconnecting = new Reconnecting({
    host: '127.0.0.1',
    port,
    systemId: 'town',
    password: 'good',
    random: () => 0.5,
    schedule: (next, ms) => {
      waits.push(ms)
      work = next
      return () => (work = undefined)
    },
    onRequest: async () => undefined,
    onUp: () => {
      news.push('up')
      heard()
    },
    onDown: (_, final) => {
      news.push({ final })
      heard()
    },
    ...options,
  })
  ends.push(() => reconnecting.close(0))
  let read = 0
  return {
    reconnecting,
    waits,
    next: () => work?.(),
    pending: () => work !== undefined,
    news: async () => {
      while (news.length <= read) await new Promise<void>((resolve) => (heard = resolve))
      return news[read++]
    },
  }
}

test('the waits grow, with jitter, to the longest one', async () => {
  const gone = await provider()
  await gone.close()
  const { waits, news, next } = link(gone.port, { firstWaitMs: 100, longestWaitMs: 500 })
  for (let i = 0; i < 5; i++) {
    expect(await news()).toEqual({ final: false })
    next()
  }
  expect(waits.slice(0, 5)).toEqual([50, 100, 200, 250, 250])
})

test('a wrong password is told as final, and tried again only each minute', async () => {
  const server = await provider(STATUS.ESME_RINVPASWD)
  const { waits, news } = link(server.port)
  expect(await news()).toEqual({ final: true })
  expect(waits).toEqual([60_000])
})

test('a provider that hangs up right after the bind is not called without pause', async () => {
  const server = await provider()
  const { reconnecting, waits, news, next } = link(server.port, { now: () => 0 })
  for (let i = 0; i < 3; i++) {
    expect(await news()).toBe('up')
    reconnecting.session?.destroy('cut')
    expect(await news()).toEqual({ final: false })
    next()
  }
  expect(waits.slice(0, 3)).toEqual([125, 250, 500])
})

test('a steady session that breaks begins with the first wait', async () => {
  const server = await provider()
  let now = 0
  const { reconnecting, waits, news, next } = link(server.port, {
    now: () => now,
    enquireLinkMs: 1e9,
    silenceMs: 1e9,
  })
  for (let i = 0; i < 2; i++) {
    expect(await news()).toBe('up')
    now += 10_000
    reconnecting.session?.destroy('cut')
    expect(await news()).toEqual({ final: false })
    next()
  }
  expect(waits).toEqual([125, 125])
})

test('after close there is no session, no wait and no further attempt', async () => {
  const server = await provider()
  const { reconnecting, news, pending } = link(server.port)
  await news()
  const session = reconnecting.session as Session
  const closed = once(session, 'close')
  await reconnecting.close()
  await closed
  expect(reconnecting.session).toBeUndefined()
  expect(pending()).toBe(false)
})
