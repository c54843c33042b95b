import { Tokenizer, TokenKind } from 'liquidjs'

/** A source that Liquid can read, and what each of its names was as written. */
export interface Named {
  source: string
  written: ReadonlyMap<string, string>
}

/**
 * Lets `{{ Imię i nazwisko }}` and `{{ Kwota (zł) }}` name a column: Liquid's own names have no spaces, so each becomes one
 * word of the same length (error positions stay right). Inside `{% if … %}` a name needs underscores, or `["Kwota (zł)"]`.
 */
export function nameOutputs(source: string): Named {
  const written = new Map<string, string>()
  let result = ''
  let copied = 0
  for (const token of new Tokenizer(source).readTopLevelTokens()) {
    if (token.kind !== TokenKind.Output) continue
    const output = source.slice(token.begin, token.end)
    const found = /^(\{\{-?\s*)([\p{L}\p{N}_][^|"'[\]{}<>=]*?)(\s*(?:\||-?\}\}$))/u.exec(output)
    const [, before = '', name = ''] = found ?? []
    if (!/[^\p{L}\p{M}\p{N}_]/u.test(name) || /^[\d.]+$/.test(name)) continue
    const start = token.begin + before.length
    result += source.slice(copied, start) + wordFor(name, written, source)
    copied = start + name.length
  }
  return { source: result + source.slice(copied), written }
}

/** One word for a name; another one for each name, and none that the template has already. */
function wordFor(name: string, written: Map<string, string>, source: string): string {
  let word = name.replace(/[^\p{L}\p{M}\p{N}_]/gu, '_')
  while (written.has(word) ? written.get(word) !== name : source.includes(word)) word += '_'
  written.set(word, name)
  return word
}
