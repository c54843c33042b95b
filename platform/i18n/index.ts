/** The languages in which staff and callers are answered. */
export type Language = 'pl' | 'en'

/**
 * The language that a caller prefers, Polish where they name neither.
 * @param accept an Accept-Language header (RFC 9110 §12.5.4)
 */
export function preferredLanguage(accept: string | undefined): Language {
  const wanted = (accept ?? '')
    .split(',')
    .map((part, place) => {
      const [tag = '', ...rest] = part.trim().split(';')
      const quality = rest.map((item) => /^\s*q=([\d.]+)$/.exec(item)?.[1]).find((found) => found !== undefined)
      return { tag: tag.slice(0, 2).toLowerCase(), quality: quality === undefined ? 1 : Number(quality), place }
    })
    .filter((item) => item.quality > 0)
    .sort((a, b) => b.quality - a.quality || a.place - b.place)
  for (const { tag } of wanted) if (tag === 'pl' || tag === 'en') return tag
  return 'pl'
}

/** The language of a terminal, from LC_ALL, LC_MESSAGES or LANG: Polish for `pl…`, else English. */
export function terminalLanguage(env: NodeJS.ProcessEnv): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || ''
  return locale.toLowerCase().startsWith('pl') ? 'pl' : 'en'
}

const polishRules = new Intl.PluralRules('pl')

/** `1 osoba`, `2 osoby`, `5 osób`. */
export function polishCount(count: number, one: string, few: string, many: string): string {
  const rule = polishRules.select(count)
  return `${count} ${rule === 'one' ? one : rule === 'few' ? few : many}`
}
