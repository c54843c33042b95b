import { measure } from './measure.ts'

/** What a provider asks for one part of an SMS. */
export interface Price {
  /** Integer: 1/10000 of the currency unit. */
  perPart: number
  /** ISO 4217 code. */
  currency: string
}

/** What one text costs, in 1/10000 of the currency unit (integer). */
export function cost(text: string, price: Price): { parts: number; amount: number } {
  const { parts } = measure(text)
  return { parts, amount: parts * price.perPart }
}
