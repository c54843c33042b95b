import { writeFileSync } from 'node:fs'
import { catalogue } from './catalogue.ts'

/** Where the page of the error codes lies. */
export const errorsPage = new URL('../../docs/errors.md', import.meta.url)

/** The page of the error codes, from the catalogue. */
export function describeErrors(): string {
  const entries = Object.entries(catalogue).map(([code, { status, retryable, pl, en }]) =>
    [
      `## ${code}`,
      '',
      `HTTP ${status} · ${retryable ? 'the same request may succeed later' : 'the same request will fail again'}`,
      '',
      `- en: ${literal(en)}`,
      `- pl: ${literal(pl)}`,
    ].join('\n'),
  )
  return [
    '# Errors',
    '',
    'Every refusal of the API is `application/problem+json` (RFC 9457). Its `code` is one of these; `detail` is the sentence in the',
    'language of `Accept-Language`, `{…}` filled in from `params`. Written by `node platform/errors/write-docs.ts`.',
    '',
    entries.join('\n\n'),
    '',
  ].join('\n')
}

function literal(sentence: string): string {
  return `\`${sentence}\``
}

if (import.meta.main) writeFileSync(errorsPage, describeErrors())
