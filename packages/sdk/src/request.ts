import { KurendaProblem, lost, readRefusal, type UnreadableAnswer } from './failures.ts'
import type { KeyedOptions, List, Operation } from './operation.ts'

export interface ClientOptions {
  /** Of the town: `https://kurenda.gmina.example`. */
  url: string
  /** `kur_…` */
  key: string
  /** Of the sentences in problems and files; without it the town's first. */
  language?: 'pl' | 'en' | undefined
  /** How often a call is made again after 429 or 503; three times where it is left out. */
  retries?: number | undefined
  /** Something else than the platform's own. */
  fetch?: typeof fetch | undefined
  /** Waits before the next attempt; ends with the signal's reason where it is aborted. */
  wait?: ((ms: number, signal: AbortSignal | undefined) => Promise<void>) | undefined
}

export interface Asked {
  id: number | string | undefined
  list: List | undefined
  body: unknown
  query: Record<string, unknown> | undefined
  options: KeyedOptions | undefined
}

/** Whoever is told to wait longer is better asked later by the program itself. */
const longestWaitMs = 60_000
const untoldWaitMs = 1_000
const usualRetries = 3

/**
 * Makes a request until it is answered: again after 429, which says that nothing was done, and after 503 where doing it twice
 * is doing it once.
 * @throws KurendaProblem, UnreadableAnswer, Unreachable, or the reason of the signal
 */
export async function request(client: ClientOptions, operation: Operation, asked: Asked): Promise<Response> {
  const { retries = usualRetries, fetch: ask = fetch, wait = pause } = client
  const url = addressOf(client.url, operation, asked)
  const signal = asked.options?.signal
  const init = { ...bodyOf(asked), method: operation.method, headers: headersOf(client, operation, asked) }
  for (let again = 0; ; again++) {
    const answer = await ask(url, { ...init, ...(signal && { signal }) }).catch((error: unknown) => {
      throw lost(client.url, signal, error)
    })
    if (answer.ok) return answer
    const refusal = await readRefusal(answer)
    const waitMs = waitBefore(operation, refusal)
    if (waitMs === null || again >= retries) throw refusal
    await wait(waitMs, signal)
  }
}

/** Milliseconds until it may be asked again; null where it may not. */
function waitBefore({ method, keyed, list }: Operation, refusal: KurendaProblem | UnreadableAnswer): number | null {
  const isRepeatable = method === 'GET' || method === 'PUT' || method === 'DELETE' || keyed === true
  // A list that came as a stream is gone.
  const mayAsk = (refusal.status === 429 && !list) || (refusal.status === 503 && isRepeatable)
  if (!mayAsk) return null
  const told = refusal instanceof KurendaProblem ? refusal.retryAfterSeconds : null
  const waitMs = told === null ? untoldWaitMs : told * 1000
  return waitMs > longestWaitMs ? null : waitMs
}

function addressOf(town: string, { path }: Operation, { id, query = {} }: Asked): string {
  const url = new URL(
    `${town.replace(/\/+$/, '')}/api/v1${id === undefined ? path : path.replace(':id', encodeURIComponent(id))}`,
  )
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  return url.href
}

function headersOf({ key, language }: ClientOptions, { keyed }: Operation, { list, body, options }: Asked) {
  return {
    authorization: `Bearer ${key}`,
    accept: 'application/json',
    ...(language && { 'accept-language': language }),
    // The server tells CSV from XLSX by the first bytes.
    ...(list !== undefined && { 'content-type': 'application/octet-stream' }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(keyed && { 'idempotency-key': options?.idempotencyKey ?? crypto.randomUUID() }),
  }
}

function bodyOf({ list, body }: Asked): RequestInit {
  if (list instanceof ReadableStream) return { body: list, duplex: 'half' }
  if (list !== undefined) return { body: list }
  return body === undefined ? {} : { body: JSON.stringify(body) }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason as Error)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}
