import type { phones as polish } from '../pl/phones.ts'

export const phones: Record<keyof typeof polish, string> = {
  'phones.title': 'Trial phones',
  'phones.lead': 'A made-up network: see what residents get, and answer from their phones.',
  'phones.open': 'Open in a new tab',
}
