/**
 * A sender in E.164 where that is certain; a short code or a name stays as it came. Polish providers deliver `48…`, `0048…`
 * or the nine digits alone.
 */
export function normaliseSender(raw: string): string {
  const value = raw.trim()
  const digits = value.replace(/[\s().-]/g, '')
  if (/^\+[1-9]\d{6,14}$/.test(digits)) return digits
  if (/^00[1-9]\d{6,14}$/.test(digits)) return `+${digits.slice(2)}`
  if (/^48\d{9}$/.test(digits)) return `+${digits}`
  if (/^[1-9]\d{8}$/.test(digits)) return `+48${digits}`
  if (/^[1-9]\d{10,14}$/.test(digits)) return `+${digits}`
  return value
}

/** Whether a text can be sent there: names and short codes cannot be answered. */
export function isAnswerable(value: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(value)
}
