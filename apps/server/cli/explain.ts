import { KurendaProblem, Unreachable, UnreadableAnswer } from '@kurenda/sdk'
import { Failure } from './failures.ts'
import { say } from './words.ts'

/** What went wrong, for the person at the terminal; null for what is a fault of this program. */
export function explain(error: unknown): Failure | null {
  if (error instanceof Failure) return error
  if (error instanceof KurendaProblem) return new Failure(inWords(error))
  if (error instanceof UnreadableAnswer)
    return new Failure(
      say(
        `Odpowiedź ${error.status} nie pochodzi od tej wersji Kurendy.`,
        `The answer ${error.status} is none of this version of Kurenda.`,
      ),
    )
  if (!(error instanceof Unreachable)) return null
  const { cause } = error
  if (cause instanceof Error && 'code' in cause && 'path' in cause && typeof cause.path === 'string')
    return new Failure(say(`Nie mogę odczytać pliku ${cause.path}.`, `The file ${cause.path} cannot be read.`))
  return new Failure(say(`Kurenda nie odpowiada pod ${error.url}.`, `Kurenda does not answer at ${error.url}.`))
}

/** The town is away, perhaps only starting anew. */
export function isAway(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof KurendaProblem && error.status === 503)
}

function inWords({ detail, code, fields }: KurendaProblem): string {
  return [`${detail} [${code}]`, ...fields.map(({ field, message }) => `  ${field}: ${message}`)].join('\n')
}
