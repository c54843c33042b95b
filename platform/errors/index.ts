import { catalogue, type ErrorCode } from './catalogue.ts'

export { catalogue, type ErrorCode }

/** In the currency itself; said as its reader writes sums. */
export interface Sum {
  amount: number
  currency: string
}

export type ProblemParams = Record<string, string | number | readonly string[] | Sum>

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
      if (typeof value !== 'object') return String(value)
      return 'amount' in value ? sumIn(language, value) : value.join(', ')
    })
  }
}

function sumIn(language: 'pl' | 'en', { amount, currency }: Sum): string {
  return new Intl.NumberFormat(language === 'pl' ? 'pl-PL' : 'en-GB', { style: 'currency', currency }).format(amount)
}
