import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { createClient, KurendaProblem, Unreachable, UnreadableAnswer, type ClientOptions } from './index.ts'

interface Seen {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}
type Answering = (answer: ServerResponse, nth: number) => void

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A server of the same protocol, which answers as the test says. */
async function town(answering: Answering, options: Partial<ClientOptions> = {}) {
  const seen: Seen[] = []
  const waited: number[] = []
  const server = createServer((request, answer) => {
    void text(request).then((body) => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body })
      answering(answer, seen.length)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const client = createClient({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    key: 'kur_klucz',
    wait: async (ms) => void waited.push(ms),
    ...options,
  })
  return { client, seen, waited }
}

function say(answer: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  answer.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

function refuse(answer: ServerResponse, status: number, code: string, headers: Record<string, string> = {}): void {
  const about = { type: `/docs/errors#${code}`, title: code, detail: 'Zdanie.', retryable: true, requestId: 'r-1' }
  say(answer, status, { ...about, status, code, fields: [{ field: 'name', message: 'too long' }] }, headers)
}

const refusal = (call: Promise<unknown>) => call.then(() => undefined).catch((error: unknown) => error)

test('what the town refuses is an error with its code, sentence, fields and request', async () => {
  const { client } = await town((answer) => refuse(answer, 422, 'address-invalid'))
  const error = await refusal(client.units.create({ name: 'Drogi' }))
  expect(error).toBeInstanceOf(KurendaProblem)
  expect(error).toMatchObject({
    code: 'address-invalid',
    status: 422,
    detail: 'Zdanie.',
    message: 'Zdanie.',
    fields: [{ field: 'name', message: 'too long' }],
    requestId: 'r-1',
    retryAfterSeconds: null,
  })
})

test('the key, the language, the path, the query and the body arrive as the API reads them', async () => {
  const { client, seen } = await town((answer) => say(answer, 200, { items: [], next: null }), { language: 'pl' })
  await client.contacts.list({ search: 'Łucja & syn', trash: true, limit: 3, group: undefined })
  await refusal(client.messages.get('2026-05-20.7/x'))
  await refusal(client.contacts.import('telefon\n', { group: 'Odpady', mapping: [{ as: 'phone' }] }))
  expect(seen.map(({ method, url }) => `${method} ${decodeURIComponent(url.replaceAll('+', ' '))}`)).toEqual([
    'GET /api/v1/contacts?search=Łucja & syn&trash=true&limit=3',
    'GET /api/v1/messages/2026-05-20.7/x',
    'POST /api/v1/contacts/import?group=Odpady&mapping=[{"as":"phone"}]',
  ])
  expect(seen[1]?.url).toBe('/api/v1/messages/2026-05-20.7%2Fx')
  expect(seen[0]?.headers).toMatchObject({ authorization: 'Bearer kur_klucz', 'accept-language': 'pl' })
  expect(seen[2]).toMatchObject({ body: 'telefon\n', headers: { 'content-type': 'application/octet-stream' } })
})

test('a list is read to its end, a page at a time and only as far as it is wanted', async () => {
  const pages = [
    { items: [optOut(1), optOut(2)], next: 'b' },
    { items: [optOut(3)], next: null },
  ]
  const { client, seen } = await town((answer, nth) => say(answer, 200, pages[(nth - 1) % 2] ?? {}))
  const all = []
  for await (const { reason } of client.optOuts.list({ limit: 2 })) all.push(reason)
  expect(all).toEqual(['1', '2', '3'])
  expect(seen.map(({ url }) => url)).toEqual(['/api/v1/opt-outs?limit=2', '/api/v1/opt-outs?limit=2&cursor=b'])
  for await (const { reason } of client.optOuts.list()) if (reason === '2') break
  expect(seen).toHaveLength(3)
})

function optOut(nth: number) {
  return { kind: 'phone', value: '+48600000101', at: '2026-05-20T10:00:00Z', source: 'sms', by: null, reason: `${nth}` }
}

test('after 429 a call is made again when the town said, and so often at most', async () => {
  const busy: Answering = (answer) => refuse(answer, 429, 'too-many-requests', { 'retry-after': '7' })
  const short = await town((answer, nth) => (nth <= 2 ? busy(answer, nth) : say(answer, 201, madeUnit)))
  // A refusal of this kind did nothing, so that a call which is not safe to repeat is repeated all the same.
  expect(await short.client.units.create({ name: 'Drogi' })).toEqual(madeUnit)
  expect(short.waited).toEqual([7_000, 7_000])
  const long = await town(busy)
  expect(await refusal(long.client.units.list())).toMatchObject({ code: 'too-many-requests', retryAfterSeconds: 7 })
  expect(long.waited).toEqual([7_000, 7_000, 7_000])
})

test('nobody waits longer than a minute for the next attempt', async () => {
  const { client, waited } = await town((answer) => refuse(answer, 429, 'too-many-requests', { 'retry-after': '900' }))
  expect(await refusal(client.units.list())).toMatchObject({ retryAfterSeconds: 900 })
  expect(waited).toEqual([])
})

test('after 503 only what may be done twice is asked again', async () => {
  const down = () => town((answer) => refuse(answer, 503, 'unavailable'))
  const attempts = async (ask: (client: Awaited<ReturnType<typeof town>>['client']) => Promise<unknown>) => {
    const { client, seen } = await down()
    expect(await refusal(ask(client))).toMatchObject({ code: 'unavailable' })
    return seen.length
  }
  expect(await attempts((client) => client.units.list())).toBe(4)
  expect(await attempts((client) => client.units.remove(1))).toBe(4)
  expect(await attempts((client) => client.messages.send({ to: '600000101', text: 'Test' }))).toBe(4)
  expect(await attempts((client) => client.units.create({ name: 'Drogi' }))).toBe(1)
  expect(await attempts((client) => client.broadcasts.pause(1))).toBe(1)
  expect(await attempts((client) => client.contacts.import('telefon\n', { group: 'x' }))).toBe(1)
})

test('all attempts of one call that sends are under one key, and another call is under another', async () => {
  const { client, seen } = await town((answer, nth) =>
    nth === 1 ? refuse(answer, 503, 'unavailable') : say(answer, 202, { id: '1', to: '+48600000101', parts: 1 }),
  )
  const text = { to: '600000101', text: 'Test' }
  await client.messages.send(text)
  await client.messages.send(text)
  await client.messages.send(text, { idempotencyKey: 'zamowienie-7' })
  const [first, again, second, own] = seen.map(({ headers }) => headers['idempotency-key'])
  expect(first).toMatch(/^[0-9a-f-]{36}$/)
  expect(again).toBe(first)
  expect(second).not.toBe(first)
  expect(own).toBe('zamowienie-7')
})

test('a call ends at once when its signal is aborted: on its way, and while it waits', async () => {
  const why = new Error('dość')
  const silent = await town(() => abort.abort(why))
  let abort = new AbortController()
  expect(await refusal(silent.client.units.list({ signal: abort.signal }))).toBe(why)
  abort = new AbortController()
  const busy = await town(
    (answer) => {
      refuse(answer, 429, 'too-many-requests', { 'retry-after': '50' })
      answer.on('close', () => abort.abort(why))
    },
    { wait: undefined },
  )
  expect(await refusal(busy.client.units.list({ signal: abort.signal }))).toBe(why)
})

test('an answer that breaks off is no answer', async () => {
  const { client } = await town((answer) => {
    answer.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
    answer.write('{"items": [', () => answer.destroy())
  })
  expect(await refusal(client.units.list())).toBeInstanceOf(Unreachable)
})

test('an answer of something else than Kurenda, and none at all, are told apart', async () => {
  const proxy = await town((answer) => answer.writeHead(502).end('<h1>Bad gateway</h1>'))
  expect(await refusal(proxy.client.units.list())).toMatchObject({ name: 'UnreadableAnswer', status: 502 })
  const other = await town((answer) => say(answer, 200, { items: 'none' }))
  expect(await refusal(other.client.units.list())).toBeInstanceOf(UnreadableAnswer)
  const nowhere = createClient({ url: 'http://127.0.0.1:9', key: 'x' })
  expect(await refusal(nowhere.units.list())).toBeInstanceOf(Unreachable)
})

const madeUnit = { id: 1, name: 'Drogi', staff: 0 }
