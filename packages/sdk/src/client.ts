import { z } from 'zod'
import { lost, UnreadableAnswer } from './failures.ts'
import type { Call, KeyedOptions, List, Operation } from './operation.ts'
import { operations } from './operations.ts'
import { request, type Asked, type ClientOptions } from './request.ts'

type Operations = typeof operations

/** Every operation of the API, by its noun. */
export type Client = {
  readonly [Noun in keyof Operations]: {
    readonly [Verb in keyof Operations[Noun]]: Operations[Noun][Verb] extends Operation
      ? Call<Operations[Noun][Verb]>
      : never
  }
}

/** A client of one town. Nothing is connected to before the first call. */
export function createClient(options: ClientOptions): Client {
  const verbsOf = (verbs: Record<string, Operation>) => mapValues(verbs, (operation) => callOf(options, operation))
  // What the table says of each call is what `arrange` and `read` do with it; the compiler cannot follow it there.
  return mapValues<Record<string, Operation>, unknown>(operations, verbsOf) as Client
}

function mapValues<Value, Mapped>(
  record: Record<string, Value>,
  map: (value: Value) => Mapped,
): Record<string, Mapped> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]))
}

function callOf(options: ClientOptions, operation: Operation) {
  return (...given: unknown[]) => {
    const asked = arrange(operation, given)
    const { answer: schema } = operation
    if (schema === 'file') return request(options, operation, asked)
    if (!isPage(schema)) return read(options, operation, asked, schema)
    const ask = (query = asked.query) => read(options, operation, { ...asked, query }, schema)
    const first = ask()
    const onwards = () => follow(first, (cursor) => ask({ ...asked.query, cursor }))
    return Object.assign(first, { [Symbol.asyncIterator]: onwards })
  }
}

interface Page {
  items: unknown[]
  next: string | null
}

function isPage(answer: z.ZodType): answer is z.ZodType<Page> {
  return answer instanceof z.ZodObject && 'next' in answer.shape
}

/** All items from a page on, each page asked for when the one before is used up. */
async function* follow(first: Promise<Page>, ask: (cursor: string) => Promise<Page>): AsyncGenerator {
  for (let page = await first; ; page = await ask(page.next)) {
    yield* page.items
    if (page.next === null) return
  }
}

/** The arguments of a call by what they are: each operation takes those that it has, in this order. */
function arrange({ params, list, body, query }: Operation, given: unknown[]): Asked {
  const rest = [...given]
  const next = (isTaken: boolean) => (isTaken ? rest.shift() : undefined)
  return {
    id: next(params !== undefined) as Asked['id'],
    list: next(list === true) as List | undefined,
    body: next(body !== undefined),
    query: next(query !== undefined) as Asked['query'],
    options: next(true) as KeyedOptions | undefined,
  }
}

/** The answer of a request, as its schema has it. @throws whatever `request` throws */
async function read<Shape>(
  options: ClientOptions,
  operation: Operation,
  asked: Asked,
  schema: z.ZodType<Shape>,
): Promise<Shape> {
  const answer = await request(options, operation, asked)
  const body: unknown = await answer.json().catch((error: unknown) => {
    throw error instanceof SyntaxError
      ? new UnreadableAnswer(answer.status, error)
      : lost(options.url, asked.options?.signal, error)
  })
  const fitting = schema.safeParse(body)
  if (!fitting.success) throw new UnreadableAnswer(answer.status, fitting.error)
  return fitting.data
}
