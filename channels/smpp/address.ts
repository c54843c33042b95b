/** Type of number and numbering plan (SMPP 3.4, 5.2.5–6), as providers expect them. */
export interface SmppAddress {
  ton: number
  npi: number
  address: string
}

/** International numbers without their plus sign, short codes as network specific, names as alphanumeric. */
export function toSmppAddress(value: string): SmppAddress {
  if (/^\+\d+$/.test(value)) return { ton: 1, npi: 1, address: value.slice(1) }
  if (/^\d{7,15}$/.test(value)) return { ton: 1, npi: 1, address: value }
  if (/^\d{1,6}$/.test(value)) return { ton: 3, npi: 0, address: value }
  return { ton: 5, npi: 0, address: value }
}

/** An international number with its plus sign; anything else as it came. */
export function fromSmppAddress({ ton, address }: Omit<SmppAddress, 'npi'>): string {
  if (/^\+/.test(address)) return address
  return ton === 1 && /^\d{7,15}$/.test(address) ? `+${address}` : address
}
