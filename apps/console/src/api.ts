import i18next from 'i18next'

/** A refusal of the server, its sentence already in the reader's language. Status 0: the server was not reached. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, detail: string) {
    super(detail)
    this.status = status
    this.code = code
  }
}

/** A GET without a body, else a POST of it. @throws ApiProblem */
export async function api<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(`/console-api${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'accept-language': i18next.language,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new ApiProblem(0, 'offline', i18next.t('app.offline'))
  })
  const answer: unknown = await response.json().catch(() => ({}))
  if (response.ok) return answer as T
  const { code, detail } = (answer ?? {}) as { code?: string; detail?: string }
  throw new ApiProblem(response.status, code ?? 'unknown', detail ?? i18next.t('app.failed'))
}

export const isSignedOut = (error: unknown) => error instanceof ApiProblem && error.status === 401
