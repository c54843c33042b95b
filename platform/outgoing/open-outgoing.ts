import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import type { BlockList, LookupFunction } from 'node:net'
import type { buildConnector } from 'undici'
import { inside, isPublic } from './inside.ts'

/** An address of the office's own network, or of this machine, that the operator has not allowed. */
export class OutgoingRefused extends Error {
  readonly host: string
  constructor(host: string) {
    super(`${host} is inside: OUTGOING_HOSTS does not name it`)
    this.host = host
  }
}

interface Asking {
  method?: string
  headers?: Readonly<Record<string, string>>
  body?: string | null
  signal?: AbortSignal | undefined
}

/** Requests to addresses that somebody typed in, or that somebody else's server named. */
export interface Outgoing {
  /**
   * Asks once, on a connection of its own: no redirect is followed, no longer waited and no more read than is allowed. The address is
   * judged when it is connected to, so that a name which changes its mind in between gets nowhere.
   * @throws OutgoingRefused where it leads inside; other errors where nobody answers, too late or too much
   */
  fetch(address: string | URL, asking?: Asking): Promise<Response>
  /** What a name leads to at this moment; `unknown` where nobody knows it. To tell people soon: `fetch` looks for itself. */
  judge(address: string | URL): Promise<'open' | 'inside' | 'unknown'>
}

export interface OutgoingSettings {
  /** Hosts that may be inside, with the port where it is not that of the scheme: `keycloak.gmina.lan:8443`. */
  allowed?: readonly string[] | undefined
  timeoutMs?: number
  mostBytes?: number
  /** Of servers with a certificate of their own. */
  ca?: string | undefined
  lookup?: LookupFunction
}

/** How long an answer may take in all, and how long it may be. */
const outgoingLimits = { timeoutMs: 10_000, mostBytes: 1_048_576 }

export function openOutgoing({
  allowed = [],
  timeoutMs = outgoingLimits.timeoutMs,
  mostBytes = outgoingLimits.mostBytes,
  ca,
  lookup = systemLookup,
}: OutgoingSettings = {}): Outgoing {
  const isAllowed = ({ host }: URL) => allowed.includes(host)

  async function ask(url: URL, { method = 'GET', headers = {}, body = null, signal }: Asking): Promise<Response> {
    if (!/^https?:$/.test(url.protocol)) throw new TypeError(`${url.protocol} is not spoken`)
    // Most api processes never ask anybody: loaded when one does.
    const { Client, buildConnector: connector } = await import('undici')
    const limit = AbortSignal.timeout(timeoutMs)
    const client = new Client(url.origin, {
      connect: dial(connector, { lookup, ca, blockList: isAllowed(url) ? undefined : inside }),
      maxResponseSize: mostBytes,
      pipelining: 0,
    })
    try {
      const answer = await client.request({
        path: url.pathname + url.search,
        method,
        // What is packed could be a thousand times as long as what was counted.
        headers: { ...headers, 'accept-encoding': 'identity' },
        body,
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      })
      const bytes = await answer.body.arrayBuffer()
      const isEmpty = [204, 205, 304].includes(answer.statusCode)
      return new Response(isEmpty ? null : bytes, { status: answer.statusCode, headers: headersOf(answer.headers) })
    } finally {
      await client.destroy()
    }
  }

  return {
    async fetch(address, asking = {}) {
      const url = new URL(address)
      try {
        return await ask(url, asking)
      } catch (error) {
        throw isBlocked(error) ? new OutgoingRefused(url.host) : error
      }
    },
    async judge(address) {
      const url = new URL(address)
      if (isAllowed(url)) return 'open'
      const found = await resolve(lookup, url.hostname.replace(/^\[|\]$/g, ''))
      if (found.length === 0) return 'unknown'
      return found.every((one) => isPublic(one.address)) ? 'open' : 'inside'
    },
  }
}

/** tls.connect() looks at no BlockList (Node 24): the socket below it does, and before a byte is sent. */
function dial(
  connector: typeof buildConnector,
  { blockList, lookup, ca }: { blockList: BlockList | undefined; lookup: LookupFunction; ca: string | undefined },
): buildConnector.connector {
  const plain = connector({ lookup, ...(blockList && { blockList }) })
  const secure = connector({ ...(ca !== undefined && { ca }) })
  return (options, done) =>
    plain({ ...options, protocol: 'http:' }, (...[error, socket]) => {
      if (error) done(error, null)
      else if (options.protocol === 'https:') secure({ ...options, httpSocket: socket }, done)
      else done(null, socket)
    })
}

/** A name with several addresses fails with an error for each of them. */
function isBlocked(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && error.code === 'ERR_IP_BLOCKED') return true
  return error instanceof AggregateError && error.errors.some(isBlocked)
}

function resolve(lookup: LookupFunction, name: string): Promise<LookupAddress[]> {
  return new Promise((done) =>
    lookup(name, { all: true }, (error, found) => done(error || typeof found === 'string' ? [] : found)),
  )
}

function headersOf(given: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const headers = new Headers()
  for (const [name, values] of Object.entries(given))
    for (const value of [values ?? []].flat()) headers.append(name, value)
  return headers
}
