/** So much of an address that staff can recognise it and nobody else can use it: `…123`, `a…@gmina.example`, `GM…`. */
export function shortenAddress(address: string): string {
  const at = address.lastIndexOf('@')
  if (at > 0) return `${address.slice(0, 1)}…${address.slice(at)}`
  return /^\+?[\d\s-]+$/.test(address) ? `…${address.slice(-3)}` : `${address.slice(0, 2)}…`
}
