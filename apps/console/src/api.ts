import i18next from 'i18next'

/** A refusal of the server, its sentence already in the reader's language. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, detail: string) {
    super(detail)
    this.status = status
    this.code = code
  }
}

/** @throws ApiProblem */
export async function api<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(`/console-api${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'accept-language': i18next.language,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer: unknown = await response.json().catch(() => ({}))
  if (response.ok) return answer as T
  const { code, detail } = answer as { code?: string; detail?: string }
  throw new ApiProblem(response.status, code ?? 'unknown', detail ?? i18next.t('app.failed'))
}
