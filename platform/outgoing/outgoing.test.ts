import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { AddressInfo, LookupFunction, Server as NetServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { generate } from 'selfsigned'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { isPublic } from './inside.ts'
import { openOutgoing, OutgoingRefused } from './open-outgoing.ts'

let server: Server
let secure: NetServer
let ca: string
let answer: (request: IncomingMessage, response: ServerResponse) => void
/** Connections that reached either server. */
let reached = 0

beforeAll(async () => {
  const made = await generate([{ name: 'commonName', value: 'keycloak.example' }], {
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'keycloak.example' }] }],
  })
  ca = made.cert
  const hear = (request: IncomingMessage, response: ServerResponse) => answer(request, response)
  server = createServer(hear)
  secure = createSecure({ key: made.private, cert: made.cert }, hear)
  for (const one of [server, secure]) {
    one.on('connection', () => (reached += 1))
    // All addresses of this machine, those of IPv6 where it has them.
    await once(one.listen(0), 'listening')
  }
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  secure.close()
})
beforeEach(() => {
  reached = 0
  answer = (_request, response) => response.end('tak')
})

const portOf = (one: NetServer) => (one.address() as AddressInfo).port

/** A name that stands for these addresses. */
const named =
  (...addresses: string[]): LookupFunction =>
  (_name, options, done) => {
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    if (options.all) done(null, found)
    else done(null, addresses[0] ?? '', found[0]?.family)
  }

test.each([
  '127.0.0.1',
  '2130706433',
  '0x7f.1',
  '0.0.0.0',
  'localhost',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::127.0.0.1]',
  '[::ffff:0:7f00:1]',
])('nothing reaches this machine as %s, spoken plainly or over TLS', async (host) => {
  const outgoing = openOutgoing()
  for (const address of [`http://${host}:${portOf(server)}/`, `https://${host}:${portOf(secure)}/`]) {
    await expect(outgoing.fetch(address)).rejects.toThrow(OutgoingRefused)
    expect(await outgoing.judge(address)).toBe('inside')
  }
  expect(reached).toBe(0)
})

test.each([
  '10.1.2.3',
  '100.64.0.1',
  '127.8.8.8',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  'fe80::1',
  'fe80::1%eth0',
  'fd00::1',
  'fec0::1',
  'ff02::1',
  '::ffff:10.1.2.3',
  '::ffff:a01:203',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
])('%s is inside, whatever name stands for it', async (address) => {
  expect(isPublic(address)).toBe(false)
  const outgoing = openOutgoing({ lookup: named(address) })
  await expect(outgoing.fetch('https://urzad.example/')).rejects.toThrow(OutgoingRefused)
})

test('9.9.9.9, 172.32.0.1 and 2620:fe::fe are of the public internet', () => {
  expect(['9.9.9.9', '172.32.0.1', '2620:fe::fe', '::ffff:9.9.9.9'].map(isPublic)).toEqual([true, true, true, true])
})

test('a name that changes its mind after it was judged gets nowhere', async () => {
  let stands = named('9.9.9.9')
  const outgoing = openOutgoing({ lookup: (...given) => stands(...given) })
  const address = `http://zmienny.example:${portOf(server)}/`
  expect(await outgoing.judge(address)).toBe('open')
  stands = named('127.0.0.1', '::1')
  await expect(outgoing.fetch(address)).rejects.toThrow(OutgoingRefused)
  expect(reached).toBe(0)
})

test('a name that nobody knows is neither open nor inside', async () => {
  const lookup: LookupFunction = (_name, _options, done) => done(Object.assign(new Error(), { code: 'ENOTFOUND' }), '')
  const outgoing = openOutgoing({ lookup })
  expect(await outgoing.judge('https://literowka.example')).toBe('unknown')
  await expect(outgoing.fetch('https://literowka.example')).rejects.not.toThrow(OutgoingRefused)
})

test('what the operator allowed is reached, at that port and by that name only', async () => {
  const host = `keycloak.example:${portOf(secure)}`
  const outgoing = openOutgoing({ allowed: [host], lookup: named('127.0.0.1'), ca })
  const answered = await outgoing.fetch(`https://${host}/realms/gmina?a=b`)
  expect([answered.status, await answered.text()]).toEqual([200, 'tak'])
  expect(await outgoing.judge(`https://${host}`)).toBe('open')
  reached = 0
  await expect(outgoing.fetch(`http://keycloak.example:${portOf(server)}/`)).rejects.toThrow(OutgoingRefused)
  await expect(outgoing.fetch(`https://inny.example:${portOf(secure)}/`)).rejects.toThrow(OutgoingRefused)
  expect(reached).toBe(0)
})

test('a server that cannot prove its name is not spoken to', async () => {
  const host = `podszyty.example:${portOf(secure)}`
  let heard = 0
  answer = (_request, response) => response.end(String((heard += 1)))
  const outgoing = openOutgoing({ allowed: [host], lookup: named('127.0.0.1'), ca })
  await expect(outgoing.fetch(`https://${host}/`)).rejects.toThrow(/altnames/)
  expect(heard).toBe(0)
})

const local = (more = {}) => openOutgoing({ allowed: [`127.0.0.1:${portOf(server)}`], ...more })
const here = () => `http://127.0.0.1:${portOf(server)}/`

test('what is asked arrives as it was given', async () => {
  answer = (request, response) => {
    const { method, url, headers } = request
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')))
    request.on('end', () =>
      response.setHeader('x-own', 'a').end(JSON.stringify([method, url, headers['accept'], body])),
    )
  }
  const given = { method: 'POST', headers: { accept: 'application/json' }, body: 'kod=1' }
  const answered = await local().fetch(`${here()}token?x=1`, given)
  expect([answered.headers.get('x-own'), await answered.json()]).toEqual([
    'a',
    ['POST', '/token?x=1', 'application/json', 'kod=1'],
  ])
})

test('no redirect is followed', async () => {
  answer = (_request, response) => response.writeHead(302, { location: `https://127.0.0.1:${portOf(secure)}/` }).end()
  const answered = await local().fetch(here())
  expect([answered.status, reached]).toEqual([302, 1])
})

test('of an answer without end no more is read than is allowed', async () => {
  answer = (_request, response) => {
    const more = () => {
      while (response.write('9'.repeat(10_000)));
    }
    response.on('drain', more)
    more()
  }
  await expect(local({ mostBytes: 65_536 }).fetch(here())).rejects.toThrow(/size/i)
})

test('an answer that drips is waited for no longer than is allowed, and one that never comes neither', async () => {
  answer = (_request, response) => {
    const drip = setInterval(() => response.write('.'), 20)
    response.on('close', () => clearInterval(drip))
  }
  await expect(local({ timeoutMs: 200 }).fetch(here())).rejects.toThrow()
  answer = () => undefined
  await expect(local({ timeoutMs: 200 }).fetch(here())).rejects.toThrow()
})

test('what comes packed is not unpacked into something a thousand times as long', async () => {
  answer = (request, response) => {
    expect(request.headers['accept-encoding']).toBe('identity')
    response.setHeader('content-encoding', 'gzip').end(gzipSync('0'.repeat(10_000_000)))
  }
  expect((await (await local({ mostBytes: 65_536 }).fetch(here())).arrayBuffer()).byteLength).toBeLessThan(65_536)
})
