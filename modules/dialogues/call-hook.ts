import { createHmac } from 'node:crypto'
import { request } from 'node:https'
import { valueSchema, type Value } from '@kurenda/dialogue'
import { z } from 'zod'
import { publicAddressOf, type PublicAddress } from './public-address.ts'

/** Longer than that nobody waits: the dialogue goes on as if the call had failed. */
const hookTimeoutMs = 10_000
const mostBytes = 65_536

const answerSchema = z.object({ fields: z.record(z.string(), valueSchema).default({}) })

export interface HookCall {
  url: string
  secret: string
  body: { hook: string; session: string; values: Record<string, Value> }
}

/** How the outside is reached; a test puts a server of its own behind it. */
export interface Outside {
  addressOf: (host: string) => Promise<PublicAddress | undefined>
  /** Of a server with a certificate of its own. */
  ca?: string
  timeoutMs: number
}

export const outside: Outside = { addressOf: publicAddressOf, timeoutMs: hookTimeoutMs }

/** Only https, to a public address; no redirect is followed. Never throws: what fails is undefined. */
export async function callHook(
  call: HookCall,
  { addressOf, ca, timeoutMs }: Outside,
): Promise<Record<string, Value> | undefined> {
  const url = URL.parse(call.url)
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined
  const address = await addressOf(url.hostname)
  if (!address) return undefined
  const body = JSON.stringify(call.body)
  const signature = createHmac('sha256', call.secret).update(body).digest('hex')
  const answer = await post(url, address, body, signature, { ca, timeoutMs })
  if (answer === undefined) return undefined
  const parsed = answerSchema.safeParse(answer)
  return parsed.success ? parsed.data.fields : undefined
}

function post(
  url: URL,
  { address, family }: PublicAddress,
  body: string,
  signature: string,
  { ca, timeoutMs }: { ca: string | undefined; timeoutMs: number },
): Promise<unknown> {
  return new Promise((resolve) => {
    const fail = () => resolve(undefined)
    const asked = request(
      url,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'kurenda-signature': `sha256=${signature}`,
        },
        // Not looked up again: to the address that was found to be public.
        lookup: (_host, options, done) =>
          options.all ? done(null, [{ address, family }]) : done(null, address, family),
        signal: AbortSignal.timeout(timeoutMs),
        ...(ca !== undefined && { ca }),
      },
      (answer) => {
        const chunks: Buffer[] = []
        let bytes = 0
        if (answer.statusCode !== 200) {
          answer.destroy()
          return fail()
        }
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length
          if (bytes > mostBytes) answer.destroy()
          else chunks.push(chunk)
        })
        answer.on('end', () => resolve(parse(Buffer.concat(chunks).toString('utf8'))))
        answer.on('error', fail)
        answer.on('close', fail)
      },
    )
    asked.on('error', fail)
    asked.end(body)
  })
}

function parse(text: string): unknown {
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
