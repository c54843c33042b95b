import type { z } from 'zod'

/** One thing that the API can be asked. Its schemas are the contract's. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/api/v1`. */
  readonly path: `/${string}`
  /** The `:id` of the path. */
  readonly params?: z.ZodType<{ id: number | string }>
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  /** The body is a list of people, CSV or XLSX, sent as it comes. */
  readonly list?: true
  /** The server carries it out once under an `Idempotency-Key`. */
  readonly keyed?: true
  /** A file is handed over unread. */
  readonly answer: z.ZodType | 'file'
}

/** CSV or XLSX. A stream needs Node, or a browser that streams uploads; a file of a form is a Blob and works everywhere. */
export type List = ReadableStream<Uint8Array> | Blob | Uint8Array<ArrayBuffer> | string

export interface CallOptions {
  /** Ends the call, also while it waits for its next attempt. */
  signal?: AbortSignal | undefined
}

export interface KeyedOptions extends CallOptions {
  /**
   * The same request under the same key is carried out once, however often it is made. Generated where it is left out, so that
   * the attempts of one call are one; give your own where a call may be made again after a crash.
   */
  idempotencyKey?: string | undefined
}

/** How an operation is called: the id, the list or the body, the query, the options, whichever of them it has. */
export type Call<Asked extends Operation> = (...given: Given<Asked>) => Answer<Asked>

type Given<Asked extends Operation> = [
  ...(Asked extends { params: infer Params extends z.ZodType<{ id: unknown }> } ? [id: z.output<Params>['id']] : []),
  ...(Asked extends { list: true } ? [list: List] : []),
  ...(Asked extends { body: infer Body extends z.ZodType }
    ? MayBeLeftOut<z.input<Body>> extends true
      ? [body?: z.input<Body>]
      : [body: z.input<Body>]
    : []),
  ...(Asked extends { query: infer Query extends z.ZodType }
    ? MayBeLeftOut<z.input<Query>> extends true
      ? [query?: Meant<Query> | undefined]
      : [query: Meant<Query>]
    : []),
  options?: Asked extends { keyed: true } ? KeyedOptions : CallOptions,
]

type MayBeLeftOut<Value> = undefined extends Value ? true : Record<never, never> extends Value ? true : false

/** What a query means: numbers and yes/no as such, though they travel as text. */
type Meant<Query extends z.ZodType> = Parsed<z.input<Query>, z.output<Query>>
type Parsed<Text, Value> = {
  [Name in keyof Text]: Name extends keyof Value
    ? MayBeLeftOut<Pick<Text, Name>> extends true
      ? Value[Name] | undefined
      : Value[Name]
    : never
}

/** A page is also all that follows it: `for await (const contact of client.contacts.list()) …` */
type Answer<Asked extends Operation> = Asked extends { answer: infer Schema extends z.ZodType }
  ? z.output<Schema> extends { items: (infer Item)[]; next: string | null }
    ? Promise<z.output<Schema>> & AsyncIterable<Item>
    : Promise<z.output<Schema>>
  : Promise<Response>
