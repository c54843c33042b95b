import { problem, type Problem } from '@kurenda/contract'

/** Kurenda refused, and says why: RFC 9457. `code` is for programs and stays; the message is for people. */
export class KurendaProblem extends Error {
  override readonly name = 'KurendaProblem'
  readonly code: string
  /** In the language of the client. */
  readonly detail: string
  /** HTTP. */
  readonly status: number
  /** Whether the same request may succeed later. */
  readonly retryable: boolean
  /** What the sentence speaks of, e.g. `columns`. */
  readonly params: NonNullable<Problem['params']>
  /** Which fields were wrong, for `invalid-request`. */
  readonly fields: NonNullable<Problem['fields']>
  /** Names the request in the server's log. */
  readonly requestId: string
  /** How long to wait, where the server says so. */
  readonly retryAfterSeconds: number | null

  constructor(said: Problem, retryAfterSeconds: number | null) {
    super(said.detail)
    this.code = said.code
    this.detail = said.detail
    this.status = said.status
    this.retryable = said.retryable
    this.params = said.params ?? {}
    this.fields = said.fields ?? []
    this.requestId = said.requestId
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** What answered does not speak the language of this API: a proxy, or a Kurenda of another time. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer'
  /** HTTP. */
  readonly status: number
  constructor(status: number, cause?: unknown) {
    super(`an answer ${status} that is none of Kurenda's API`, { cause })
    this.status = status
  }
}

/** Nobody answered, or the connection broke; `cause` is what the network said. Whether the request was carried out is not known. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
  /** Of the town. */
  readonly url: string
  constructor(url: string, cause: unknown) {
    super(`no answer from ${url}`, { cause })
    this.url = url
  }
}

/** What to throw for a connection that broke: the reason of the signal, where the caller ended it. */
export function lost(url: string, signal: AbortSignal | undefined, error: unknown): unknown {
  if (signal?.aborted) return signal.reason
  return new Unreachable(url, error instanceof Error && error.cause ? error.cause : error)
}

/** The refusal that an answer tells. */
export async function readRefusal(answer: Response): Promise<KurendaProblem | UnreadableAnswer> {
  const read = problem.safeParse(await answer.json().catch(() => undefined))
  if (!read.success) return new UnreadableAnswer(answer.status, read.error)
  return new KurendaProblem(read.data, secondsOf(answer.headers.get('retry-after')))
}

/** Kurenda tells seconds; a date, as a proxy may tell it, counts as nothing told. */
function secondsOf(header: string | null): number | null {
  return header !== null && /^\d{1,9}$/.test(header) ? Number(header) : null
}
