import { problem } from '@kurenda/contract'
import type { z } from 'zod'
import { Failure } from './failures.ts'
import type { Town } from './find-town.ts'
import { language, say } from './words.ts'

interface Call {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  query?: Record<string, string | undefined>
  json?: unknown
  /** Streamed as it is. */
  list?: ReadableStream<Uint8Array>
  idempotencyKey?: string
}

/** The town does not answer at all: it may be starting anew. */
export class Unreachable extends Failure {}

/** Asks the town, and checks the answer against the contract. @throws Failure with the town's own sentence */
export async function callApi<Schema extends z.ZodType>(
  town: Town,
  path: string,
  schema: Schema,
  call: Call = {},
): Promise<z.output<Schema>> {
  const url = new URL(`${town.url}/api/v1${path}`)
  for (const [name, value] of Object.entries(call.query ?? {}))
    if (value !== undefined) url.searchParams.set(name, value)
  const headers: Record<string, string> = { authorization: `Bearer ${town.key}`, 'accept-language': language }
  if (call.list) headers['content-type'] = 'text/csv'
  if (call.json !== undefined) headers['content-type'] = 'application/json'
  if (call.idempotencyKey !== undefined) headers['idempotency-key'] = call.idempotencyKey
  const answer = await fetch(url, {
    method: call.method ?? 'GET',
    headers,
    ...(call.list ? { body: call.list, duplex: 'half' as const } : {}),
    ...(call.json === undefined ? {} : { body: JSON.stringify(call.json) }),
  }).catch((error: unknown) => {
    throw asFailure(town, error)
  })
  const body: unknown = await answer.json().catch(() => undefined)
  if (!answer.ok) throw refusal(answer.status, body)
  return schema.parse(body)
}

function asFailure(town: Town, error: unknown): Failure {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (cause instanceof Error && 'code' in cause && 'path' in cause && typeof cause.path === 'string')
    return new Failure(say(`Nie mogę odczytać pliku ${cause.path}.`, `The file ${cause.path} cannot be read.`))
  return new Unreachable(say(`Kurenda nie odpowiada pod ${town.url}.`, `Kurenda does not answer at ${town.url}.`))
}

function refusal(status: number, body: unknown): Failure {
  const read = problem.safeParse(body)
  if (!read.success) return new Failure(say(`Kurenda odpowiedziała ${status}.`, `Kurenda answered ${status}.`))
  const { detail, code, fields } = read.data
  const lines = (fields ?? []).map(({ field, message }) => `  ${field}: ${message}`)
  const text = [`${detail} [${code}]`, ...lines].join('\n')
  return status === 503 ? new Unreachable(text) : new Failure(text)
}
