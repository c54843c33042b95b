import type { Money, Preparation } from '@kurenda/contract'
import { measure } from '@kurenda/sms-text'

export interface Size {
  recipients: number
  parts: number
  cost: Money
  /** Counted text by text; else reckoned from one text for all. */
  exact: boolean
}

/** What a message will cost: as it was counted, or else as one text suggests. */
export function estimate(
  text: string,
  recipients: number,
  price: { pricePerPart: number; currency: string } | undefined,
  counted: Preparation | undefined,
): Size {
  if (counted) return { recipients: counted.recipients, parts: counted.parts, cost: counted.cost, exact: true }
  const parts = text === '' ? 0 : measure(text).parts * recipients
  return {
    recipients,
    parts,
    cost: { amount: parts * (price?.pricePerPart ?? 0), currency: price?.currency ?? 'PLN' },
    exact: false,
  }
}
