/**
 * The filters that a template may use: text in, text out, total for any arguments. Each result is cut to MAX_VALUE_LENGTH,
 * or a chain of `replace` could grow without end.
 */
const MAX_VALUE_LENGTH = 10_000

export const FILTERS: Readonly<Record<string, (value: unknown, ...args: unknown[]) => string>> = {
  default: (value, instead) => bounded(textOf(value) === '' || value === false ? textOf(instead) : textOf(value)),
  capitalize: (value) => bounded(capitalize(textOf(value))),
  upcase: (value) => bounded(textOf(value).toUpperCase()),
  downcase: (value) => bounded(textOf(value).toLowerCase()),
  strip: (value) => bounded(textOf(value).trim()),
  truncate: (value, length, ending) => bounded(truncate(textOf(value), Number(length ?? 50), textOf(ending ?? '...'))),
  replace: (value, from, to) => bounded(replace(bounded(textOf(value)), textOf(from), textOf(to))),
}

/** At most MAX_VALUE_LENGTH units, never half a character. Ten parts are 1,530 at most: what is cut could not be sent anyway. */
export function bounded(text: string): string {
  if (text.length <= MAX_VALUE_LENGTH) return text
  const before = text.charCodeAt(MAX_VALUE_LENGTH - 1)
  return text.slice(0, before >= 0xd800 && before < 0xdc00 ? MAX_VALUE_LENGTH - 1 : MAX_VALUE_LENGTH)
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

function capitalize(text: string): string {
  const [first = '', ...rest] = bounded(text)
  return first.toUpperCase() + rest.join('').toLowerCase()
}

/** At most `length` characters, the ending included. */
function truncate(text: string, length: number, ending: string): string {
  const characters = Array.from(bounded(text))
  if (!(characters.length > length)) return text
  return characters.slice(0, Math.max(0, length - Array.from(ending).length)).join('') + ending
}

/** Stops as soon as the result is long enough to be cut. */
function replace(text: string, from: string, to: string): string {
  if (from === '') return text
  const replacement = bounded(to)
  let result = ''
  let rest = 0
  for (let at = text.indexOf(from); at >= 0 && result.length <= MAX_VALUE_LENGTH; at = text.indexOf(from, rest)) {
    result += text.slice(rest, at) + replacement
    rest = at + from.length
  }
  return result + text.slice(rest)
}
