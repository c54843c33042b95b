import { catalogue, type ErrorCode } from './catalogue.ts'

export { catalogue, type ErrorCode }

export type ProblemParams = Record<string, string | number | readonly string[]>

/** A refusal that its caller can understand: a code of the catalogue, and what its sentence speaks of. */
export class Problem extends Error {
  readonly code: ErrorCode
  readonly params: ProblemParams

  constructor(code: ErrorCode, params: ProblemParams = {}) {
    super(code)
    this.name = 'Problem'
    this.code = code
    this.params = params
  }

  get status(): number {
    return catalogue[this.code].status
  }

  /** Whether the same request may succeed later. */
  get retryable(): boolean {
    return catalogue[this.code].retryable
  }

  /** The sentence for people, in their language. What `{why}` stands for may differ by it: the parameters `why.pl` and `why.en`. */
  words(language: 'pl' | 'en'): string {
    return catalogue[this.code][language].replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = this.params[`${name}.${language}`] ?? this.params[name]
      if (value === undefined) return whole
      return typeof value === 'object' ? value.join(', ') : String(value)
    })
  }
}
