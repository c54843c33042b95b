import i18next from 'i18next'

/** A refusal of the server, its sentence already in the reader's language. Status 0: the server was not reached. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  /** What the sentence speaks of, e.g. who saved before. */
  readonly params: Readonly<Record<string, unknown>>
  /** Of `invalid-request`: the fields that were wrong. */
  readonly fields: readonly { field: string }[]
  constructor(
    status: number,
    code: string,
    detail: string,
    params: Readonly<Record<string, unknown>> = {},
    fields: readonly { field: string }[] = [],
  ) {
    super(detail)
    this.status = status
    this.code = code
    this.params = params
    this.fields = fields
  }
}

interface Sending {
  /** Sent twice under one key, it is done once. */
  key?: string
  /** The page is being closed, and the request outlives it. */
  leaving?: boolean
  signal?: AbortSignal
}

/** A GET without a body, else a POST of it, or another method with it. @throws ApiProblem */
export async function api<T>(
  path: string,
  body?: unknown,
  method = body === undefined ? 'GET' : 'POST',
  more: Sending = {},
): Promise<T> {
  const response = await fetch(`/console-api${path}`, {
    method,
    keepalive: more.leaving ?? false,
    headers: {
      'accept-language': i18next.language,
      ...(more.key !== undefined && { 'idempotency-key': more.key }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: more.signal ?? null,
  }).catch((error: unknown) => {
    if (more.signal?.aborted) throw error
    throw new ApiProblem(0, 'offline', i18next.t('app.offline'))
  })
  return read<T>(response)
}

/** The bytes of a file. @throws ApiProblem */
export async function send<T>(path: string, file: Blob, method: 'POST' | 'PUT'): Promise<T> {
  const response = await fetch(`/console-api${path}`, {
    method,
    headers: { 'accept-language': i18next.language, 'content-type': 'application/octet-stream' },
    body: file,
  }).catch(() => {
    throw new ApiProblem(0, 'offline', i18next.t('app.offline'))
  })
  return read<T>(response)
}

async function read<T>(response: Response): Promise<T> {
  const answer: unknown = await response.json().catch(() => ({}))
  if (response.ok) return answer as T
  const { code, detail, params, fields } = (answer ?? {}) as Partial<ApiProblem> & { detail?: string }
  throw new ApiProblem(response.status, code ?? 'unknown', detail ?? i18next.t('app.failed'), params, fields)
}

export const isProblem = (error: unknown, code: string) => error instanceof ApiProblem && error.code === code
/** A wrong password or code is refused with 401, too, but ends no session. */
export const isSignedOut = (error: unknown) => isProblem(error, 'sign-in-needed')
/** Nothing answers before something is done at the door: who is at it is asked anew, and the shell says what. */
export const isShutOut = (error: unknown) => isSignedOut(error) || isProblem(error, 'second-factor-needed')
