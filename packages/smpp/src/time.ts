const two = (value: number) => String(Math.floor(value)).padStart(2, '0')

/** The longest validity that is written: 31 days. */
const longestSeconds = 31 * 86_400

/** A span as SMPP's relative time, `YYMMDDhhmmss000R` (3.4, 7.1.1). Whole seconds; longer than 31 days is cut to that. */
export function relativeTime(seconds: number): string {
  const span = Math.min(longestSeconds, Math.max(0, Math.floor(seconds)))
  const days = Math.floor(span / 86_400)
  return `0000${two(days)}${two((span / 3600) % 24)}${two((span / 60) % 60)}${two(span % 60)}000R`
}

/** A moment as SMPP's absolute time in UTC, `YYMMDDhhmmsst00+` (3.4, 7.1.1). */
export function absoluteTime(at: Date): string {
  const date = `${two(at.getUTCFullYear() % 100)}${two(at.getUTCMonth() + 1)}${two(at.getUTCDate())}`
  const clock = `${two(at.getUTCHours())}${two(at.getUTCMinutes())}${two(at.getUTCSeconds())}`
  return `${date}${clock}${Math.floor(at.getUTCMilliseconds() / 100)}00+`
}

const shape = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d)(\d\d)([-+R])$/

/** Reads either form; a relative one counts from `now`. Undefined where the text is empty or has neither shape. */
export function readTime(text: string, now: Date): Date | undefined {
  const match = shape.exec(text)
  if (!match) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, tenth = 0, quarters = 0] = match
    .slice(1, 9)
    .map(Number)
  if (match[9] === 'R') {
    const at = new Date(now)
    at.setUTCFullYear(at.getUTCFullYear() + year, at.getUTCMonth() + month, at.getUTCDate() + day)
    return new Date(at.getTime() + ((hour * 60 + minute) * 60 + second) * 1000)
  }
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return undefined
  // `quarters`: how many quarters of an hour that clock is ahead of UTC (+) or behind it (-).
  const ahead = quarters * 15 * 60_000 * (match[9] === '-' ? -1 : 1)
  return new Date(Date.UTC(2000 + year, month - 1, day, hour, minute, second, tenth * 100) - ahead)
}
